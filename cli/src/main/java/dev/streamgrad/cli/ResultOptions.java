package dev.streamgrad.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.streamgrad.cli.terminal.Result;
import dev.streamgrad.cli.terminal.Screen;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a command came to: on a terminal a table and the next command, elsewhere a line of JSON. */
final class ResultOptions {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().addModule(new Jdk8Module()).build();

    @Option(names = "--json", description = "Print the result as a line of JSON, as it is printed to a pipe or a file.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** Prints it on standard output. */
    void print(Result result) {
        PrintWriter out = command.commandLine().getOut();
        out.print(text(result, !json && Screen.output().isTerminal()));
        out.flush();
    }

    static String text(Result result, boolean table) {
        return table
                ? result.table().text()
                        + result.next()
                                .map(next -> "\nNext: " + next + System.lineSeparator())
                                .orElse("")
                : json(result.json()) + System.lineSeparator();
    }

    private static String json(Object result) {
        try {
            return MAPPER.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
