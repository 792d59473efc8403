package dev.streamgrad.cli;

import dev.streamgrad.actor.Evaluation;
import dev.streamgrad.contract.inspection.PolicyInspection;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.process.UserException;
import dev.streamgrad.simulator.service.PluginOptions;
import dev.streamgrad.training.host.EnvironmentHost;
import dev.streamgrad.training.host.Environments;
import dev.streamgrad.training.host.InPython;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.terminal.CommandLineText;
import dev.streamgrad.training.terminal.Result;
import dev.streamgrad.training.terminal.Table;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays a run's final policy, its best, or one from a file of the run. */
@Command(
        name = "evaluate",
        description = "Plays a run's final policy, or its best, and prints the mean return.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

    @Option(names = "--run-dir", required = true, paramLabel = "DIR", description = "Directory of the run.")
    private Path runDirectory = Path.of("");

    @Option(names = "--episodes", paramLabel = "N", description = "Number of episodes (default: ${DEFAULT-VALUE}).")
    private int episodes = 100;

    @ArgGroup
    private Which which = new Which();

    /** The policy to play, if not the final one. */
    private static final class Which {

        @Option(
                names = "--best",
                description = "Play the version with the best evaluation during training (train --eval-every).")
        private boolean best;

        @Option(
                names = "--policy",
                paramLabel = "FILE",
                description = "Play a policy file of the run, such as early-policy.avro of an experiment's run.")
        private Optional<String> file = Optional.empty();
    }

    @Option(names = "--stochastic", description = "Sample actions (default: take the most probable one).")
    private boolean stochastic;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the evaluation (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--render", description = "Show one episode as text instead of the mean return.")
    private boolean render;

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private PythonOptions python = new PythonOptions();

    @Mixin
    private ResultOptions printed = new ResultOptions();

    @Override
    public Integer call() {
        if (episodes < 1) {
            throw new UserException("--episodes is " + episodes + ", but must be at least 1.");
        }
        TrainingSpec spec = RunDirectory.readSpec(runDirectory);
        PolicyUpdate policy = policy();
        PolicyInspection.fault(spec, policy).ifPresent(fault -> {
            throw new UserException("The policy does not belong to the training spec in " + runDirectory + ". " + fault
                    + " Name a policy of this run.");
        });
        Environments environments = python.environments(plugins.registry(), System.err::println, false);
        boolean inPython = InPython.names(spec.environment().id());
        if (!inPython) {
            plugins.require(environments.registry(), spec.environment());
        }
        if (render && inPython) {
            throw new UserException("--render shows environments of this process, but "
                    + spec.environment().id() + " runs in Python; leave out --render.");
        }
        if (render) {
            return render(environments.registry(), spec, policy);
        }
        EnvironmentHost.Played result =
                environments.host(spec.environment().id()).play(spec, policy, episodes, !stochastic, seed);
        Map<String, Object> json = new TreeMap<>();
        json.put("policyId", policy.policyId());
        json.put("version", policy.version());
        json.put("parameterHash", policy.hash());
        json.put("episodes", episodes);
        json.put("greedy", !stochastic);
        json.put("meanReturn", result.mean());
        json.put("stdReturn", result.std());
        json.put("meanLength", result.meanLength());
        printed.print(new Result(
                json,
                table(policy, result),
                Optional.of("tensorboard --logdir " + CommandLineText.quoted(runDirectory.toString()))));
        return 0;
    }

    private int render(EnvironmentRegistry registry, TrainingSpec spec, PolicyUpdate policy) {
        PrintStream out = System.out;
        try {
            Evaluation.Result played = Evaluation.render(registry, spec, policy, !stochastic, seed, out::println);
            out.printf(Locale.ROOT, "Return %.2f after %d steps.%n", played.returns()[0], played.lengths()[0]);
            return 0;
        } catch (IllegalArgumentException e) {
            throw new UserException(String.valueOf(e.getMessage()), e);
        }
    }

    private Table table(PolicyUpdate policy, EnvironmentHost.Played result) {
        return new Table()
                .row("policy", policy.policyId() + ", version " + policy.version())
                .row(
                        "played",
                        episodes + " episodes, " + (stochastic ? "sampled" : "most probable") + " actions, seed "
                                + seed)
                .row("return", String.format(Locale.ROOT, "%.2f, standard deviation %.2f", result.mean(), result.std()))
                .row("length", String.format(Locale.ROOT, "%.1f steps", result.meanLength()))
                .row("weights", policy.hash());
    }

    private PolicyUpdate policy() {
        if (which.best) {
            return RunDirectory.readBestPolicy(runDirectory);
        }
        return which.file
                .map(name -> RunDirectory.readPolicy(
                        runDirectory.resolve(name), "name a policy of the run, such as policy.avro, with --policy."))
                .orElseGet(() -> RunDirectory.readPolicy(runDirectory));
    }
}
