package dev.streamgrad.actor.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The two files of a group of cases: inputs, and the outputs that the Java code computes from them. */
final class CaseFile {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final String name;
    private final String about;
    private final ObjectNode tolerances = Json.object();
    private final ObjectNode cases = Json.object();
    private final ObjectNode expected = Json.object();

    /** Creates an empty group. {@code about} states what an actor computes. */
    CaseFile(String name, String about) {
        this.name = name;
        this.about = about;
    }

    String name() {
        return name;
    }

    /** Lets the numbers of a field differ by this much, relative to the larger of 1 and the expected number. */
    CaseFile tolerance(String field, double value) {
        tolerances.put(field, value);
        return this;
    }

    void add(String of, ObjectNode input, ObjectNode output) {
        if (cases.has(of)) {
            throw new IllegalArgumentException("There are two cases '" + of + "' in " + name + ".");
        }
        cases.set(of, input);
        expected.set(of, output);
    }

    /** The text of {@code cases/NAME.json}. */
    String cases() {
        return text(Json.object("about", about, "tolerances", tolerances, "cases", cases));
    }

    /** The text of {@code expected/NAME.json}. */
    String expected() {
        return text(expected);
    }

    private static String text(ObjectNode tree) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        try {
            return MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(lines))
                            .writeValueAsString(tree)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
