package dev.streamgrad.experiment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.training.spec.SpecRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Published figures to compare ours with; declared in YAML.
 *
 * @param source publisher of the main figure of every row
 * @param rows one per environment and algorithm
 */
record PublishedTable(String source, List<Row> rows) {

    private static final String SHIPPED = "/dev/streamgrad/experiment/results/published.yaml";

    /**
     * An environment and an algorithm.
     *
     * @param steps budget in transitions
     * @param published greedy return of one run
     * @param further training returns from other publishers
     * @param remark note for the comparison
     * @param below reason why ours is below, if known; shown only if it is
     */
    record Row(
            String environment,
            String algorithm,
            long steps,
            Published published,
            List<Further> further,
            Optional<String> remark,
            Optional<String> below) {

        /** Such as {@code PPO on CartPole-v1}. */
        String name() {
            return algorithm.toUpperCase(Locale.ROOT) + " on " + environment;
        }

        /** The preset, at the published budget. */
        private TrainingSpec spec(long seed, EnvironmentRegistry registry) {
            Map<String, String> named = Map.of("seed", Long.toString(seed), "budget.totalSteps", Long.toString(steps));
            return new SpecRequest(algorithm, environment, named, List.of()).resolve(registry);
        }
    }

    /** Mean and standard deviation over the episodes of one run. */
    record Published(double mean, double deviation) {}

    /**
     * A training return.
     *
     * @param source its publisher and number of seeds
     * @param steps number of transitions after which it was measured
     * @param deviation over seeds; absent if it is not published
     */
    record Further(String source, long steps, double mean, OptionalDouble deviation) {}

    /** The shipped table. */
    static PublishedTable shipped() {
        try (InputStream text = Objects.requireNonNull(PublishedTable.class.getResourceAsStream(SHIPPED))) {
            return parse(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses a table in YAML. */
    static PublishedTable parse(String text) {
        Object tree = new Load(LoadSettings.builder().build()).loadFromString(text);
        return JsonMapper.builder().addModule(new Jdk8Module()).build().convertValue(tree, PublishedTable.class);
    }

    /** The experiment that trains every row with every seed. */
    Experiment experiment(List<Long> seeds, EnvironmentRegistry registry) {
        List<Experiment.Variant> variants = rows.stream()
                .map(row -> new Experiment.Variant(
                        row.name(),
                        seeds.stream().map(seed -> row.spec(seed, registry)).toList()))
                .toList();
        return new Experiment(
                "results", "Results", "", "", seeds, variants, List.of(), Optional.empty(), Optional.empty());
    }
}
