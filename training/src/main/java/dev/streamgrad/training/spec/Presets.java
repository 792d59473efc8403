package dev.streamgrad.training.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.environment.EnvironmentEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The published hyper-parameters per algorithm and environment: those of the RL Baselines3 Zoo, with Stable-Baselines3's defaults for the
 * rest. Three layers, each overriding the one before: common, algorithm, environment. Presets of plug-ins are in their entries.
 */
public final class Presets {

    /** Prefix of the names of Gymnasium's environments. Their presets have names without it. */
    private static final String GYMNASIUM = "gymnasium/";

    private Presets() {}

    /** The settings for an algorithm on an environment; the algorithm's defaults if there is no preset for the environment. */
    public static ObjectNode tree(Algorithm algorithm, String environment) {
        ObjectNode tree = defaults(algorithm);
        overlay(tree, read(name(algorithm) + "." + environment.replaceFirst("^" + GYMNASIUM, "")));
        return tree;
    }

    /** The settings for an algorithm on an environment of a registry, which may have a preset of its own. */
    public static ObjectNode tree(Algorithm algorithm, EnvironmentEntry environment) {
        ObjectNode tree = tree(algorithm, environment.id());
        String own = environment.presets().get(algorithm);
        if (own != null) {
            overlay(tree, parse(environment.id(), own));
        }
        return tree;
    }

    /** The settings for an algorithm on an environment without a preset. */
    public static ObjectNode defaults(Algorithm algorithm) {
        ObjectNode tree = SpecJson.emptyTree();
        overlay(tree, read("common"));
        overlay(tree, read(name(algorithm)));
        return tree;
    }

    /** Whether there is a preset for an algorithm on an environment. */
    public static boolean has(Algorithm algorithm, EnvironmentEntry environment) {
        return environment.presets().containsKey(algorithm)
                || !read(name(algorithm) + "." + environment.id()).isEmpty();
    }

    private static String name(Algorithm algorithm) {
        return algorithm.name().toLowerCase(Locale.ROOT);
    }

    private static JsonNode parse(String environment, String preset) {
        try {
            return SpecJson.parse(preset);
        } catch (InvalidSpecException e) {
            throw new InvalidSpecException(
                    List.of("The preset that the plug-in has for " + environment + " is not JSON: " + e.getMessage()));
        }
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
