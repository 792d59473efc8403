package dev.streamgrad.experiment;

import dev.streamgrad.contract.spec.Closest;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.training.run.DirectoryNames;
import dev.streamgrad.training.run.ProgressTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Parses an experiment's YAML. Reports all faults together, each with its line. */
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

    private final String name;
    private final EnvironmentRegistry registry;
    private final LinedYaml yaml;

    private ExperimentFile(String name, EnvironmentRegistry registry) {
        this.name = name;
        this.registry = registry;
        yaml = new LinedYaml(name);
    }

    /**
     * Parses the declaration of an experiment.
     *
     * @param name the experiment's name
     * @throws InvalidSpecException if there is a fault; with all faults and their lines
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
                        "there is no key '" + key + "'; the keys are " + String.join(", ", sorted(KEYS)) + ".");
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
        String title = text(top, "title", name);
        String question = text(top, "question", "");
        String conclusion = text(top, "conclusion", "").strip();
        if (!DirectoryNames.fits(name)) {
            yaml.fault(
                    1,
                    "the file's name, '" + name + "', is no valid name for the experiment's directory; a name is "
                            + DirectoryNames.WORDS + ".");
        }
        if (!yaml.faults().isEmpty()) {
            throw new InvalidSpecException(yaml.faults());
        }
        return new Experiment(name, title, question, conclusion, seeds, variants, charts, probe, stream);
    }

    private List<Long> seeds(Map<String, Node> top) {
        Set<Long> seeds = new LinkedHashSet<>();
        for (ScalarNode seed : yaml.texts(top.get("seeds"))) {
            try {
                if (!seeds.add(Long.parseLong(seed.getValue().replace("_", "")))) {
                    yaml.fault(seed, "the seed " + seed.getValue() + " occurs twice.");
                }
            } catch (NumberFormatException e) {
                yaml.fault(seed, "the seed '" + seed.getValue() + "' is not a whole number.");
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
        int before = yaml.faults().size();
        VariantSettings settings = new VariantSettings(yaml, registry);
        settings.common(top);
        boolean sound = yaml.faults().size() == before;
        List<Experiment.Variant> variants = new ArrayList<>();
        Set<String> directories = new HashSet<>();
        declared.forEach((variant, node) -> {
            List<TrainingSpec> specs = settings.specs(variant, yaml.mapping(node), node, sound ? seeds : List.of());
            if (!specs.isEmpty()) {
                variants.add(new Experiment.Variant(variant, specs));
            }
            directory(variant, node, directories);
        });
        return variants;
    }

    /** Checks that a variant's directory name is valid and is not another variant's. */
    private void directory(String variant, Node node, Set<String> others) {
        String directory = new Experiment.Variant(variant, List.of()).directory();
        if (!DirectoryNames.fits(directory)) {
            yaml.fault(
                    yaml.key(node),
                    "the runs of variant '" + variant + "' would be kept in '" + directory
                            + "', which is no valid directory name; give it a name of 1 to 128 characters with letters a-z or digits.");
        } else if (!others.add(directory)) {
            yaml.fault(
                    yaml.key(node),
                    "the runs of variant '" + variant + "' would be kept in '" + directory
                            + "', like those of another variant; make the names differ in their letters a-z or digits.");
        }
    }

    /** The metrics to draw; each must be a column of a run's progress table. */
    private List<String> charts(Map<String, Node> top) {
        List<String> charts = new ArrayList<>();
        for (ScalarNode chart : yaml.texts(top.get("charts"))) {
            charts.add(chart.getValue());
            if (!ProgressTable.COLUMNS.contains(chart.getValue())) {
                yaml.fault(
                        chart,
                        "there is no metric '" + chart.getValue() + "'; the metrics are "
                                + String.join(", ", ProgressTable.COLUMNS) + ".");
            }
        }
        return charts;
    }

    /** The variant whose policies gather the batches; every variant must have its environment, network and observation normalisation. */
    private Optional<Experiment.Variant> probe(Map<String, Node> top, List<Experiment.Variant> variants) {
        Optional<Experiment.Variant> probe = named(top, "probe", variants);
        for (Experiment.Variant variant : variants) {
            if (probe.isPresent() && !sameNetwork(probe.get(), variant)) {
                yaml.fault(
                        yaml.key(Objects.requireNonNull(top.get("probe"))),
                        "the policies of '" + probe.get().name() + "' cannot gather the batches of '" + variant.name()
                                + "', whose environment or network is different; leave 'probe' out.");
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
        String name = yaml.text(node);
        Optional<Experiment.Variant> named =
                variants.stream().filter(variant -> variant.name().equals(name)).findFirst();
        if (named.isEmpty()) {
            String near = Closest.to(
                            name,
                            variants.stream().map(Experiment.Variant::name).toList())
                    .map(close -> "; did you mean '" + close + "'?")
                    .orElse(".");
            yaml.fault(node, "there is no variant '" + name + "'" + near);
        }
        return named;
    }

    private String text(Map<String, Node> top, String key, String otherwise) {
        return Optional.ofNullable(top.get(key)).map(yaml::text).orElse(otherwise);
    }

    /** Reports a missing value at the line of its key or, if the file lacks the key, at the first line. */
    private void missing(Map<String, Node> top, String key, String problem) {
        Stream.concat(Optional.ofNullable(top.get(key)).stream(), top.values().stream())
                .findFirst()
                .ifPresentOrElse(node -> yaml.fault(yaml.key(node), problem), () -> yaml.fault(1, problem));
    }

    private static List<String> sorted(Set<String> keys) {
        return keys.stream().sorted().toList();
    }
}
