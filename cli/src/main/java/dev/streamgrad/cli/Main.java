package dev.streamgrad.cli;

import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.kafka.KafkaAccessException;
import dev.streamgrad.process.FailedException;
import dev.streamgrad.process.ProcessStart;
import dev.streamgrad.process.StandardOutput;
import dev.streamgrad.process.UserException;
import dev.streamgrad.simulator.service.SimulateCommand;
import dev.streamgrad.training.run.LogFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code streamgrad} command. Exit status: 0 for success, 1 for a failure, 2 for wrong usage. */
@Command(
        name = "streamgrad",
        description = "Learns a policy from a stream while the stream runs.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            TrainCommand.class,
            SubmitCommand.class,
            FollowCommand.class,
            ReviseCommand.class,
            ClusterCommand.class,
            SimulateCommand.class,
            EvaluateCommand.class,
            EnvironmentsCommand.class,
            ExperimentCommand.class,
            ResultsCommand.class,
            ConformanceCommand.class,
            OptionsCommand.class,
            MetricsCommand.class
        })
public final class Main implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /** Runs a command and ends the process with its status. */
    public static void main(String[] arguments) {
        StandardOutput output = StandardOutput.install();
        int status = run(arguments);
        System.exit(output.status(status, System.err));
    }

    /** Runs a command. */
    static int run(String... arguments) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Main::start)
                .setExpandAtFiles(false) // a path may begin with @
                .registerConverter(Path.class, PathArgument::parse)
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler(Main::failure)
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new CommandNeededException(spec.commandLine());
    }

    /** Starts every command: initialises logging before a class of the command or of a library starts a thread. */
    private static int start(CommandLine.ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        CommandLine.ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        boolean simulator = last.commandSpec().userObject() instanceof SimulateCommand;
        ProcessStart.logging(simulator ? SimulateCommand.LOG_SETTINGS : LogFile.SETTINGS);
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int wrongUsage(CommandLine.ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(problem.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(problem, err);
        if (problem instanceof CommandNeededException) {
            command.usage(err);
            return CommandLine.ExitCode.USAGE;
        }
        err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failure(Exception problem, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (problem instanceof UserException || problem instanceof InvalidSpecException) {
            command.getErr().println(problem.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        if (problem instanceof KafkaAccessException rejection) {
            command.getErr().println(rejection.getMessage());
            return rejection.isMisconfigured() ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
        }
        if (problem instanceof FailedException) {
            command.getErr().println(problem.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        Optional<Path> log = LogFile.path();
        if (log.isEmpty()) {
            throw problem; // there is no log, so picocli prints the stack trace
        }
        LoggerFactory.getLogger(Main.class).error("The command failed", problem);
        String what = problem.getMessage() == null ? problem.toString() : problem.getMessage();
        command.getErr().println("The command failed: " + what + " The details are in " + log.get() + ".");
        return CommandLine.ExitCode.SOFTWARE;
    }
}
