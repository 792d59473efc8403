package dev.streamgrad.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for a run's directory and output. */
final class RunOptions {

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description =
                    "Directory of the run (default: runs/ENV-ALGORITHM-N with a new N; for a submitted policy runs/POLICY).")
    private Optional<Path> runDirectory = Optional.empty();

    @Option(names = "--quiet", description = "Print only the result.")
    private boolean quiet;

    @Mixin
    private ResultOptions result = new ResultOptions();

    /** The directory of {@code --run-dir}. */
    Optional<Path> runDirectory() {
        return runDirectory;
    }

    /** A reporter with these options. */
    RunReporter reporter() {
        return new RunReporter(quiet, result);
    }
}
