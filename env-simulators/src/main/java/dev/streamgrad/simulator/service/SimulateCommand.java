package dev.streamgrad.simulator.service;

import dev.streamgrad.contract.kafka.KafkaOptions;
import dev.streamgrad.contract.kafka.KafkaRefusedException;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import dev.streamgrad.simulator.metrics.MetricsAddress;
import dev.streamgrad.simulator.metrics.MetricsEndpoint;
import dev.streamgrad.simulator.metrics.SimulatorMetrics;
import dev.streamgrad.simulator.process.MonotonicClock;
import java.io.UncheckedIOException;
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

/** Hosts agents against a Kafka that is there already. */
@Command(
        name = "simulate",
        description =
                "Hosts agents: acts with the newest policies, and publishes every step to Kafka. Start as many of these as"
                        + " there are processors for it; they share the agents, and take over from one that dies.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SimulateCommand implements Callable<Integer> {

    /** How a simulator process logs, whichever program it is part of. */
    public static final String LOG_SETTINGS = "log4j2-simulator.xml";

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--policy",
            paramLabel = "ID",
            description = "Serve only this policy; may be repeated (default: all).")
    private List<String> policies = new ArrayList<>();

    @Option(
            names = "--metrics-address",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:STREAMGRAD_METRICS_ADDRESS}",
            description =
                    "Where Prometheus reads /metrics, and /-/healthy and /-/ready answer; a port alone is of this machine only"
                            + " (default: STREAMGRAD_METRICS_ADDRESS, or no server).")
    private Optional<String> metricsAddress = Optional.empty();

    @Option(
            names = "--until-finished",
            description =
                    "End when every policy that is served is over; those that --policy names and this simulator cannot act are"
                            + " not waited for, and if it can act none of them, the status is 1.")
    private boolean untilFinished;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        try {
            simulate();
            return CommandLine.ExitCode.OK;
        } catch (KafkaRefusedException e) {
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
                surroundings(metrics),
                new SimulatorService.Scope(Set.copyOf(policies), untilFinished, kafka.patience()));
        Optional<MetricsEndpoint> endpoint = endpoint(metrics, service);
        try (StopHook hook = new StopHook(service)) {
            hook.run();
        } finally {
            endpoint.ifPresent(MetricsEndpoint::close);
        }
    }

    private Surroundings surroundings(SimulatorMetrics metrics) {
        List<String> faults = kafka.faults();
        if (!faults.isEmpty()) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), String.join(System.lineSeparator(), faults));
        }
        return new Surroundings(
                kafka.access(), kafka.names(), EnvironmentRegistry.standard(), metrics, MonotonicClock.start());
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
                    "--metrics-address " + address.orElse("") + " cannot be had (" + e.getMessage()
                            + "); stop what listens there, or name another.",
                    e);
        }
    }
}
