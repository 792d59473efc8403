package dev.streamgrad.training.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.SpecJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The published hyper-parameters per algorithm and environment: those of the RL Baselines3 Zoo, with Stable-Baselines3's defaults for the
 * rest. Three layers, each overriding the one before: common, algorithm, environment.
 */
public final class Presets {

    private Presets() {}

    /** Prefix of the names of Gymnasium's environments. Their presets have names without it. */
    private static final String GYMNASIUM = "gymnasium/";

    /** The settings for an algorithm on an environment; the algorithm's defaults if there is no preset for the environment. */
    public static ObjectNode tree(Algorithm algorithm, String environment) {
        String name = algorithm.name().toLowerCase(Locale.ROOT);
        ObjectNode tree = SpecJson.emptyTree();
        overlay(tree, read("common"));
        overlay(tree, read(name));
        overlay(tree, read(name + "." + environment.replaceFirst("^" + GYMNASIUM, "")));
        return tree;
    }

    private static JsonNode read(String name) {
        try (InputStream stream =
                Presets.class.getResourceAsStream("/dev/streamgrad/training/spec/presets/" + name + ".json")) {
            return stream == null
                    ? SpecJson.emptyTree()
                    : SpecJson.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces settings by those of another tree: single ones, and those in groups. */
    static void overlay(ObjectNode base, JsonNode over) {
        for (var entry : over.properties()) {
            if (entry.getValue() instanceof ObjectNode group && base.get(entry.getKey()) instanceof ObjectNode under) {
                under.setAll(group);
            } else {
                base.set(entry.getKey(), entry.getValue());
            }
        }
    }
}
