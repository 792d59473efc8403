package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.spec.SpecRequest;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads an experiment's YAML. Every fault is said with its line, all of them together. */
final class ExperimentFile {

    private static final Set<String> KEYS = Set.of(
            "title",
            "question",
            "conclusion",
            "environment",
            "algorithm",
            "totalSteps",
            "seeds",
            "settings",
            "variants",
            "charts",
            "probe",
            "stream");
    private static final Set<String> VARIANT_KEYS = Set.of("environment", "algorithm", "totalSteps");

    private final String name;
    private final EnvironmentRegistry registry;
    private final List<String> faults = new ArrayList<>();
    private final IdentityHashMap<Node, Node> keys = new IdentityHashMap<>();

    private ExperimentFile(String name, EnvironmentRegistry registry) {
        this.name = name;
        this.registry = registry;
    }

    /**
     * The experiment that a text declares.
     *
     * @param name of the experiment
     * @throws InvalidSpecException with every fault and its line
     */
    static Experiment parse(String name, String text, EnvironmentRegistry registry) {
        return new ExperimentFile(name, registry).read(text);
    }

    private Experiment read(String text) {
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder().setLabel(name).build()).composeString(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new InvalidSpecException(List.of(name + ", line " + line + ": this is no YAML: " + e.getProblem()));
        }
        Map<String, Node> top = root.map(this::mapping).orElse(Map.of());
        top.forEach((key, value) -> {
            if (!KEYS.contains(key)) {
                fault(key(value), "there is no key '" + key + "'; there are " + String.join(", ", sorted(KEYS)) + ".");
            }
        });
        List<Long> seeds = seeds(top);
        List<Experiment.Variant> variants = variants(top, seeds);
        Optional<Experiment.Variant> probe = named(top, "probe", variants);
        Optional<Experiment.Run> stream = named(top, "stream", variants).map(variant -> {
            TrainingSpec spec = variant.specs().get(0);
            return new Experiment.Run(variant, spec.seed(), spec);
        });
        if (!faults.isEmpty()) {
            throw new InvalidSpecException(faults);
        }
        return new Experiment(
                name,
                text(top, "title", name),
                text(top, "question", ""),
                text(top, "conclusion", "").strip(),
                seeds,
                variants,
                texts(top.get("charts")).stream().map(ScalarNode::getValue).toList(),
                probe,
                stream);
    }

    private List<Long> seeds(Map<String, Node> top) {
        Set<Long> seeds = new LinkedHashSet<>();
        for (ScalarNode seed : texts(top.get("seeds"))) {
            try {
                seeds.add(Long.parseLong(seed.getValue()));
            } catch (NumberFormatException e) {
                fault(seed, "the seed '" + seed.getValue() + "' is no whole number.");
            }
        }
        if (seeds.isEmpty()) {
            missing(top, "seeds", "there are no seeds; add a line such as 'seeds: [1, 2, 3, 4, 5]'.");
        }
        return List.copyOf(seeds);
    }

    private List<Experiment.Variant> variants(Map<String, Node> top, List<Long> seeds) {
        Map<String, Node> declared =
                Optional.ofNullable(top.get("variants")).map(this::mapping).orElse(Map.of());
        if (declared.isEmpty()) {
            missing(
                    top,
                    "variants",
                    "there are no variants; add 'variants:' and below it a line 'NAME: {KEY: VALUE}' each.");
        }
        Map<String, Node> common =
                Optional.ofNullable(top.get("settings")).map(this::mapping).orElse(Map.of());
        checkSettings(common, Set.of());
        List<Experiment.Variant> variants = new ArrayList<>();
        Set<String> directories = new HashSet<>();
        declared.forEach((variant, node) -> {
            Map<String, Node> own = mapping(node);
            checkSettings(own, VARIANT_KEYS);
            if (faults.isEmpty()) {
                variant(variant, node, top, common, own, seeds).ifPresent(variants::add);
            }
            String directory = new Experiment.Variant(variant, List.of()).directory();
            if (directory.isEmpty() || !directories.add(directory)) {
                fault(
                        key(node),
                        "the runs of variant '" + variant + "' would be kept in '" + directory
                                + "', as another's; let its letters a-z and digits tell it from the others.");
            }
        });
        return variants;
    }

    private Optional<Experiment.Variant> variant(
            String variant,
            Node node,
            Map<String, Node> top,
            Map<String, Node> common,
            Map<String, Node> own,
            List<Long> seeds) {
        Map<String, Node> all = new LinkedHashMap<>(common);
        all.putAll(own);
        List<String> assignments = all.entrySet().stream()
                .filter(entry -> !VARIANT_KEYS.contains(entry.getKey()))
                .map(entry -> entry.getKey() + "=" + value(entry.getValue()))
                .toList();
        List<TrainingSpec> specs = new ArrayList<>();
        for (long seed : seeds) {
            Map<String, String> named = new LinkedHashMap<>();
            named.put("seed", Long.toString(seed));
            either(own, top, "totalSteps").ifPresent(steps -> named.put("budget.totalSteps", steps));
            try {
                specs.add(new SpecRequest(
                                either(own, top, "algorithm").orElse("ppo"),
                                either(own, top, "environment").orElse("CartPole-v1"),
                                named,
                                assignments)
                        .resolve(registry));
            } catch (InvalidSpecException e) {
                e.faults().forEach(problem -> fault(key(node), "variant '" + variant + "': " + problem));
                return Optional.empty();
            }
        }
        return Optional.of(new Experiment.Variant(variant, specs));
    }

    private void checkSettings(Map<String, Node> settings, Set<String> others) {
        settings.forEach((key, value) -> {
            if (!others.contains(key) && SpecOptions.find(key).isEmpty()) {
                String more =
                        others.isEmpty() ? "" : " A variant also takes " + String.join(", ", sorted(others)) + ".";
                fault(
                        key(value),
                        "there is no setting '" + key + "'; did you mean " + SpecOptions.nearest(key) + "?" + more);
            }
        });
    }

    /** The variant that a key names. */
    private Optional<Experiment.Variant> named(Map<String, Node> top, String key, List<Experiment.Variant> variants) {
        Node node = top.get(key);
        if (node == null || !faults.isEmpty()) {
            return Optional.empty();
        }
        Optional<Experiment.Variant> named = variants.stream()
                .filter(variant -> variant.name().equals(value(node)))
                .findFirst();
        if (named.isEmpty()) {
            fault(node, "there is no variant '" + value(node) + "'.");
        }
        return named;
    }

    private static Optional<String> either(Map<String, Node> own, Map<String, Node> top, String key) {
        return Optional.ofNullable(own.get(key))
                .or(() -> Optional.ofNullable(top.get(key)))
                .map(ExperimentFile::value);
    }

    private String text(Map<String, Node> top, String key, String otherwise) {
        return Optional.ofNullable(top.get(key)).map(ExperimentFile::value).orElse(otherwise);
    }

    private List<ScalarNode> texts(@org.jspecify.annotations.Nullable Node node) {
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream()
                    .filter(ScalarNode.class::isInstance)
                    .map(ScalarNode.class::cast)
                    .toList();
        }
        fault(node, "this must be a list, such as [1, 2, 3].");
        return List.of();
    }

    private Map<String, Node> mapping(Node node) {
        Map<String, Node> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            fault(node, "this must be a mapping, such as {KEY: VALUE}.");
            return entries;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = value(entry.getKeyNode());
            keys.put(entry.getValueNode(), entry.getKeyNode());
            if (entries.put(key, entry.getValueNode()) != null) {
                fault(entry.getKeyNode(), "'" + key + "' is there twice.");
            }
        }
        return entries;
    }

    /** Of a value, whose own line may be a later one. */
    private Node key(Node value) {
        return keys.getOrDefault(value, value);
    }

    /** At the line of an empty key, or, where the key is not there, of the first. */
    private void missing(Map<String, Node> top, String key, String problem) {
        Stream.concat(Optional.ofNullable(top.get(key)).stream(), top.values().stream())
                .findFirst()
                .ifPresentOrElse(node -> fault(key(node), problem), () -> faults.add(name + ", line 1: " + problem));
    }

    private void fault(Node node, String problem) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        faults.add(name + ", line " + line + ": " + problem);
    }

    private static String value(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        if (node instanceof SequenceNode sequence) {
            return String.join(
                    ",", sequence.getValue().stream().map(ExperimentFile::value).toList());
        }
        return "";
    }

    private static List<String> sorted(Set<String> keys) {
        return keys.stream().sorted().toList();
    }
}
