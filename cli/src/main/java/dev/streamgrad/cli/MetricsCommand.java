package dev.streamgrad.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints {@code docs/metrics.md}, which is generated from the programs' declarations. */
@Command(
        name = "metrics",
        hidden = true,
        description = "Prints all metrics as Markdown.",
        mixinStandardHelpOptions = true)
final class MetricsCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().getOut().print(MetricsPage.markdown());
        spec.commandLine().getOut().flush();
    }
}
