package dev.streamgrad.simulator.service;

import dev.streamgrad.kafka.KafkaAccessException;
import dev.streamgrad.kafka.KafkaOptions;
import dev.streamgrad.process.MonotonicClock;
import dev.streamgrad.process.StopSignal;
import dev.streamgrad.simulator.metrics.MetricsAddress;
import dev.streamgrad.simulator.metrics.MetricsEndpoint;
import dev.streamgrad.simulator.metrics.SimulatorMetrics;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Hosts agents, connected to an existing Kafka cluster. */
@Command(
        name = "simulate",
        description =
                "Hosts agents: acts with the newest policies and publishes every step to Kafka. Start one simulator per available"
                        + " processor; simulators share the agents, and take over the agents of a simulator that dies.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SimulateCommand implements Callable<Integer> {

    /**
     * The time for stopping: 4 s until the last blocks of the agents have arrived, one second each for leaving the group and
     * closing the topics, and a reserve.
     */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(7);

    /** The log settings of a simulator process, whichever program starts it. */
    public static final String LOG_SETTINGS = "log4j2-simulator.xml";

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--policy",
            paramLabel = "ID",
            description = "Serve only this policy; may be repeated (default: all).")
    private List<String> policies = new ArrayList<>();

    @Option(
            names = "--environment",
            paramLabel = "ID",
            description = "Serve only policies of this environment; may be repeated (default: all that it knows).")
    private List<String> served = new ArrayList<>();

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Option(
            names = "--metrics-address",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:STREAMGRAD_METRICS_ADDRESS}",
            description =
                    "Address of the server for /metrics, /-/healthy and /-/ready; a port alone listens on the loopback interface"
                            + " (default: STREAMGRAD_METRICS_ADDRESS, or no server).")
    private Optional<String> metricsAddress = Optional.empty();

    @Option(
            names = "--until-finished",
            description =
                    "End when the training of every served policy has ended. Policies of --policy for which this simulator cannot"
                            + " act are not waited for; if it can act for none of them, the exit status is 1.")
    private boolean untilFinished;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            simulate();
            return CommandLine.ExitCode.OK;
        } catch (KafkaAccessException e) {
            if (e.isMisconfigured()) {
                throw new CommandLine.ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
            }
            command.commandLine().getErr().println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        } catch (NothingToServeException e) {
            command.commandLine().getErr().println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private void simulate() {
        SimulatorMetrics metrics = new SimulatorMetrics();
        SimulatorService service = new SimulatorService(
                context(metrics),
                new SimulatorService.Scope(
                        new ServedPolicies(Set.copyOf(policies), Set.copyOf(served)), untilFinished, kafka.patience()));
        Optional<MetricsEndpoint> endpoint = endpoint(metrics, service);
        try (StopSignal stop = new StopSignal(STOP_PATIENCE, service::close)) {
            stop.during(service::run);
        } finally {
            endpoint.ifPresent(MetricsEndpoint::close);
        }
    }

    private SimulatorContext context(SimulatorMetrics metrics) {
        List<String> faults = kafka.faults();
        if (!faults.isEmpty()) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), String.join(System.lineSeparator(), faults));
        }
        return new SimulatorContext(
                ProcessName.unique(),
                kafka.access(),
                kafka.names(),
                plugins.registry(),
                metrics,
                MonotonicClock.start());
    }

    private Optional<MetricsEndpoint> endpoint(SimulatorMetrics metrics, SimulatorService service) {
        Optional<String> address = metricsAddress.filter(text -> !text.isBlank());
        try {
            return address.map(text -> new MetricsEndpoint(MetricsAddress.parse(text), metrics, service::health));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(command.commandLine(), "--metrics-address: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new CommandLine.ParameterException(
                    command.commandLine(),
                    "--metrics-address: cannot listen at " + address.orElse("") + " (" + e.getMessage()
                            + "); stop the program that listens there, or choose another address.",
                    e);
        }
    }
}
