package dev.streamgrad.simulator;

import dev.streamgrad.process.ProcessStart;
import dev.streamgrad.process.StandardOutput;
import dev.streamgrad.simulator.service.SimulateCommand;
import picocli.CommandLine;

/** Runs a simulator as a separate process, with neither Flink nor PyTorch on its class path: the command {@code simulate}. */
public final class SimulatorMain {

    private SimulatorMain() {}

    /** Hosts agents until the process is stopped. Exit status: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        ProcessStart.logging(SimulateCommand.LOG_SETTINGS);
        StandardOutput output = StandardOutput.install();
        int status = new CommandLine(new SimulateCommand())
                .setExpandAtFiles(false) // a path may begin with @
                .setParameterExceptionHandler(SimulatorMain::wrongUsage)
                .execute(arguments);
        System.exit(output.status(status, System.err));
    }

    private static int wrongUsage(CommandLine.ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        command.getErr().println(problem.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(problem, command.getErr());
        command.getErr().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }
}
