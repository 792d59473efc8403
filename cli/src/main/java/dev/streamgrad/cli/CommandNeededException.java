package dev.streamgrad.cli;

import picocli.CommandLine;

/** A command was called without the subcommand that it requires. */
final class CommandNeededException extends CommandLine.ParameterException {

    private static final long serialVersionUID = 1L;

    CommandNeededException(CommandLine command) {
        super(command, "Name a command; 'COMMAND --help' describes it.");
    }
}
