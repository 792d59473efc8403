package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.run.ProgressTable;
import dev.streamgrad.cli.spec.SpecRequest;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

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
    private static final Set<String> NAMED_BY_VALUE = Set.of("environment", "algorithm");
    private static final Set<String> VARIANT_KEYS = Set.of("environment", "algorithm", "totalSteps");

    private final String name;
    private final EnvironmentRegistry registry;
    private final LinedYaml yaml;

    private ExperimentFile(String name, EnvironmentRegistry registry) {
        this.name = name;
        this.registry = registry;
        yaml = new LinedYaml(name);
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
        Map<String, Node> top = yaml.read(text);
        top.forEach((key, value) -> {
            if (!KEYS.contains(key)) {
                yaml.fault(
                        yaml.key(value),
                        "there is no key '" + key + "'; there are " + String.join(", ", sorted(KEYS)) + ".");
            }
        });
        List<Long> seeds = seeds(top);
        List<Experiment.Variant> variants = variants(top, seeds);
        Optional<Experiment.Variant> probe = probe(top, variants);
        Optional<Experiment.Run> stream = named(top, "stream", variants).map(variant -> {
            TrainingSpec spec = variant.specs().get(0);
            return new Experiment.Run(variant, spec.seed(), spec);
        });
        List<String> charts = charts(top);
        if (!yaml.faults().isEmpty()) {
            throw new InvalidSpecException(yaml.faults());
        }
        return new Experiment(
                name,
                text(top, "title", name),
                text(top, "question", ""),
                text(top, "conclusion", "").strip(),
                seeds,
                variants,
                charts,
                probe,
                stream);
    }

    private List<Long> seeds(Map<String, Node> top) {
        Set<Long> seeds = new LinkedHashSet<>();
        for (ScalarNode seed : yaml.texts(top.get("seeds"))) {
            try {
                seeds.add(Long.parseLong(seed.getValue()));
            } catch (NumberFormatException e) {
                yaml.fault(seed, "the seed '" + seed.getValue() + "' is no whole number.");
            }
        }
        if (seeds.isEmpty()) {
            missing(top, "seeds", "there are no seeds; add a line such as 'seeds: [1, 2, 3, 4, 5]'.");
        }
        return List.copyOf(seeds);
    }

    private List<Experiment.Variant> variants(Map<String, Node> top, List<Long> seeds) {
        Map<String, Node> declared =
                Optional.ofNullable(top.get("variants")).map(yaml::mapping).orElse(Map.of());
        if (declared.isEmpty()) {
            missing(
                    top,
                    "variants",
                    "there are no variants; add 'variants:' and below it a line 'NAME: {KEY: VALUE}' each.");
        }
        Map<String, Node> common =
                Optional.ofNullable(top.get("settings")).map(yaml::mapping).orElse(Map.of());
        boolean known = settingsAreKnown(common, Set.of());
        List<Experiment.Variant> variants = new ArrayList<>();
        Set<String> directories = new HashSet<>();
        declared.forEach((variant, node) -> {
            Map<String, Node> own = yaml.mapping(node);
            if (settingsAreKnown(own, VARIANT_KEYS) && known) {
                variant(variant, node, top, common, own, seeds).ifPresent(variants::add);
            }
            String directory = new Experiment.Variant(variant, List.of()).directory();
            if (directory.isEmpty() || !directories.add(directory)) {
                yaml.fault(
                        yaml.key(node),
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
                .map(entry -> entry.getKey() + "=" + LinedYaml.value(entry.getValue()))
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
                e.faults()
                        .forEach(problem ->
                                yaml.fault(culprit(problem, node, top, all), "variant '" + variant + "': " + problem));
                return Optional.empty();
            }
        }
        return Optional.of(new Experiment.Variant(variant, specs));
    }

    /** The key that a problem names, wherever its value was set; else the variant. */
    private Node culprit(String problem, Node variant, Map<String, Node> top, Map<String, Node> settings) {
        return Stream.concat(
                        settings.entrySet().stream(),
                        top.entrySet().stream().filter(entry -> VARIANT_KEYS.contains(entry.getKey())))
                .filter(entry -> problem.contains(name(entry)))
                .findFirst()
                .map(entry -> yaml.key(entry.getValue()))
                .orElseGet(() -> yaml.key(variant));
    }

    /** What problems call a setting by: its whole key; an environment or an algorithm by its own name. */
    private static String name(Map.Entry<String, Node> setting) {
        return SpecOptions.find(setting.getKey())
                .filter(option -> !NAMED_BY_VALUE.contains(setting.getKey()))
                .map(SpecOptions.Option::key)
                .orElseGet(() -> "'" + LinedYaml.value(setting.getValue()) + "'");
    }

    private boolean settingsAreKnown(Map<String, Node> settings, Set<String> others) {
        int before = yaml.faults().size();
        settings.forEach((key, value) -> {
            if (!others.contains(key) && SpecOptions.find(key).isEmpty()) {
                String more =
                        others.isEmpty() ? "" : " A variant also takes " + String.join(", ", sorted(others)) + ".";
                yaml.fault(
                        yaml.key(value),
                        "there is no setting '" + key + "'; did you mean " + SpecOptions.nearest(key) + "?" + more);
            }
        });
        return yaml.faults().size() == before;
    }

    /** Of metrics that a run's table has. */
    private List<String> charts(Map<String, Node> top) {
        List<String> charts = new ArrayList<>();
        for (ScalarNode chart : yaml.texts(top.get("charts"))) {
            charts.add(chart.getValue());
            if (!ProgressTable.COLUMNS.contains(chart.getValue())) {
                yaml.fault(
                        chart,
                        "there is no metric '" + chart.getValue() + "'; there are "
                                + String.join(", ", ProgressTable.COLUMNS) + ".");
            }
        }
        return charts;
    }

    /** Its policies must be able to act in every variant. */
    private Optional<Experiment.Variant> probe(Map<String, Node> top, List<Experiment.Variant> variants) {
        Optional<Experiment.Variant> probe = named(top, "probe", variants);
        for (Experiment.Variant variant : variants) {
            if (probe.isPresent() && !sameNetwork(probe.get(), variant)) {
                yaml.fault(
                        yaml.key(Objects.requireNonNull(top.get("probe"))),
                        "the policies of '" + probe.get().name() + "' are to gather the batches of '" + variant.name()
                                + "' too, whose environment or network is another; leave 'probe' out.");
            }
        }
        return probe;
    }

    private static boolean sameNetwork(Experiment.Variant one, Experiment.Variant other) {
        TrainingSpec first = one.specs().get(0);
        TrainingSpec second = other.specs().get(0);
        return first.environment().equals(second.environment())
                && first.network().equals(second.network())
                && first.normalisation().observations()
                        == second.normalisation().observations();
    }

    /** The variant that a key names. */
    private Optional<Experiment.Variant> named(Map<String, Node> top, String key, List<Experiment.Variant> variants) {
        Node node = top.get(key);
        if (node == null || !yaml.faults().isEmpty()) {
            return Optional.empty();
        }
        Optional<Experiment.Variant> named = variants.stream()
                .filter(variant -> variant.name().equals(LinedYaml.value(node)))
                .findFirst();
        if (named.isEmpty()) {
            yaml.fault(node, "there is no variant '" + LinedYaml.value(node) + "'.");
        }
        return named;
    }

    private static Optional<String> either(Map<String, Node> own, Map<String, Node> top, String key) {
        return Optional.ofNullable(own.get(key))
                .or(() -> Optional.ofNullable(top.get(key)))
                .map(LinedYaml::value);
    }

    private String text(Map<String, Node> top, String key, String otherwise) {
        return Optional.ofNullable(top.get(key)).map(LinedYaml::value).orElse(otherwise);
    }

    /** At the line of an empty key, or, where the key is not there, of the first. */
    private void missing(Map<String, Node> top, String key, String problem) {
        Stream.concat(Optional.ofNullable(top.get(key)).stream(), top.values().stream())
                .findFirst()
                .ifPresentOrElse(node -> yaml.fault(yaml.key(node), problem), () -> yaml.fault(1, problem));
    }

    private static List<String> sorted(Set<String> keys) {
        return keys.stream().sorted().toList();
    }
}
