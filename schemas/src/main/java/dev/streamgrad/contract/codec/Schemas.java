package dev.streamgrad.contract.codec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * The Avro schemas on the class path: the current ones, and every released version, so that a reader can resolve the schema of an older
 * writer. They are resources of the module: {@code avro/NAME.avsc} and {@code avro/released/VERSION/NAME.avsc}, next to this package.
 */
public final class Schemas {

    /** The names of all records that topics carry as values. */
    public static final List<String> NAMES = List.of(
            "TransitionBlock",
            "PolicyUpdate",
            "TrainingSpec",
            "LearnerState",
            "AgentRecord",
            "PolicyStatus",
            "TrainingMetrics",
            "EpisodeSummary",
            "SimulatorAnnouncement");

    private static final String FOLDER = "/dev/streamgrad/contract/avro/";

    private Schemas() {}

    /** The schema that this build writes. */
    public static Schema current(String name) {
        return parse(FOLDER + name + ".avsc");
    }

    /** The released versions, oldest first. */
    public static List<String> releasedVersions() {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(open(FOLDER + "released/versions.txt"), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A released schema; empty if that version had no such record. */
    public static Optional<Schema> released(String version, String name) {
        String path = FOLDER + "released/" + version + "/" + name + ".avsc";
        return Schemas.class.getResource(path) == null ? Optional.empty() : Optional.of(parse(path));
    }

    /** The fingerprint in the header of an encoded record: CRC-64-AVRO of the parsing canonical form. */
    public static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    /** All schemas from which {@code name} can be read, by fingerprint. */
    static Map<Long, Schema> known(String name) {
        Map<Long, Schema> known = new HashMap<>();
        for (String version : releasedVersions()) {
            released(version, name).ifPresent(schema -> known.put(fingerprint(schema), schema));
        }
        Schema current = current(name);
        known.put(fingerprint(current), current);
        return Map.copyOf(known);
    }

    private static Schema parse(String path) {
        try (InputStream stream = open(path)) {
            return new Schema.Parser().parse(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String path) {
        InputStream stream = Schemas.class.getResourceAsStream(path);
        if (stream == null) {
            throw new IllegalStateException("The schema " + path + " is missing from the class path.");
        }
        return stream;
    }
}
