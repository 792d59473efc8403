package dev.streamgrad.cli;

import picocli.CommandLine;

/** A command was named that is nothing without one of its subcommands. */
final class CommandNeededException extends CommandLine.ParameterException {

    private static final long serialVersionUID = 1L;

    CommandNeededException(CommandLine command) {
        super(command, "Name a command: 'COMMAND --help' says more of it.");
    }
}
