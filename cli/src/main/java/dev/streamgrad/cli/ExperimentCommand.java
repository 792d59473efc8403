package dev.streamgrad.cli;

import dev.streamgrad.cli.experiment.ExperimentRunner;
import dev.streamgrad.cli.terminal.CommandLineText;
import dev.streamgrad.cli.terminal.Result;
import dev.streamgrad.cli.terminal.Table;
import dev.streamgrad.simulator.process.MonotonicClock;
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
            "Runs that were finished before are not repeated. Without a name, lists the shipped experiments."
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
            description = "Where runs are kept and the report is written (default: experiments/NAME).")
    private Optional<Path> directory = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Writes the Markdown report and its figures here too.")
    private Optional<Path> report = Optional.empty();

    @Mixin
    private ComparisonOptions comparison = new ComparisonOptions();

    @Override
    public Integer call() throws Exception {
        return name.isEmpty()
                ? list()
                : comparison.carryOut((stop, jobs, screen) -> ExperimentRunner.of(
                                name.get(), directory, report, MonotonicClock.start(), stop)
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
