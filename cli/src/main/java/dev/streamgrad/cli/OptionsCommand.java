package dev.streamgrad.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints {@code docs/configuration.md}, which is generated from the settings' declarations. */
@Command(name = "options", description = "Prints all settings as Markdown.", mixinStandardHelpOptions = true)
final class OptionsCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().getOut().print(ConfigurationPage.markdown());
        spec.commandLine().getOut().flush();
    }
}
