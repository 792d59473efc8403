package dev.streamgrad.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.streamgrad.training.terminal.Result;
import dev.streamgrad.training.terminal.Screen;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the result of a command: on a terminal as a table with the next command, elsewhere as a line of JSON. */
final class ResultOptions {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().addModule(new Jdk8Module()).build();

    @Option(names = "--json", description = "Print the result as a line of JSON, also on a terminal.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** Prints a result on standard output. */
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
