package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.run.DirectoryNames;
import dev.streamgrad.cli.run.ProgressTable;
import dev.streamgrad.contract.spec.Closest;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.simulator.environment.EnvironmentRegistry;
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
        String title = text(top, "title", name);
        String question = text(top, "question", "");
        String conclusion = text(top, "conclusion", "").strip();
        if (!DirectoryNames.fits(name)) {
            yaml.fault(
                    1,
                    "the file's name, '" + name + "', would name the experiment's directory; name the file by "
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
                    yaml.fault(seed, "the seed " + seed.getValue() + " is there twice.");
                }
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

    /** A variant's name must name a directory, and no other variant's. */
    private void directory(String variant, Node node, Set<String> others) {
        String directory = new Experiment.Variant(variant, List.of()).directory();
        if (!DirectoryNames.fits(directory)) {
            yaml.fault(
                    yaml.key(node),
                    "the runs of variant '" + variant + "' would be kept in '" + directory
                            + "', which is no name for a directory; give it a name of 1 to 128 characters, letters a-z or digits among them.");
        } else if (!others.add(directory)) {
            yaml.fault(
                    yaml.key(node),
                    "the runs of variant '" + variant + "' would be kept in '" + directory
                            + "', as another's; let its letters a-z and digits tell it from the others.");
        }
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
