package dev.streamgrad.cli;

import dev.streamgrad.experiment.ExperimentRunner;
import dev.streamgrad.process.MonotonicClock;
import dev.streamgrad.simulator.service.PluginOptions;
import dev.streamgrad.training.terminal.CommandLineText;
import dev.streamgrad.training.terminal.Result;
import dev.streamgrad.training.terminal.Table;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a declared comparison and writes its report. */
@Command(
        name = "experiment",
        description = {
            "Runs a declared comparison, variants × seeds, and writes its report.",
            "Finished runs are not repeated. Without a name, lists the shipped experiments."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ExperimentCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "A shipped experiment, or a YAML file that declares one.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Directory of the runs and the report (default: experiments/NAME).")
    private Optional<Path> directory = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Directory for a copy of the Markdown report and its figures.")
    private Optional<Path> report = Optional.empty();

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private ComparisonOptions comparison = new ComparisonOptions();

    @Override
    public Integer call() throws Exception {
        return name.isEmpty()
                ? list()
                : comparison.run((stop, jobs, screen) -> ExperimentRunner.of(
                                name.get(), plugins.registry(), directory, report, MonotonicClock.start(), stop)
                        .run(jobs, screen));
    }

    private int list() {
        Map<String, String> shipped = ExperimentRunner.shipped();
        Table table = new Table();
        shipped.forEach(table::row);
        comparison
                .result()
                .print(new Result(shipped, table, Optional.of(CommandLineText.of("experiment", "rollouts"))));
        return 0;
    }
}
