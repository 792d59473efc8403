package dev.streamgrad.experiment;

import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A declared comparison.
 *
 * @param name name of the file without its ending, and of the experiment's directory
 * @param title title of the report
 * @param question the question, for the report
 * @param conclusion the author's answer, for the report; empty before the first evaluation
 * @param seeds every variant is run with each seed
 * @param variants the compared variants
 * @param charts names of the metrics to draw besides the mean return
 * @param probe variant whose policies, after a tenth of their training, gather batches of all variants to compare them ({@link BatchProbe})
 * @param stream run to repeat through Kafka and Flink, which must end with the same hash
 */
record Experiment(
        String name,
        String title,
        String question,
        String conclusion,
        List<Long> seeds,
        List<Variant> variants,
        List<String> charts,
        Optional<Variant> probe,
        Optional<Run> stream) {

    /**
     * One of the compared configurations.
     *
     * @param name name in the report
     * @param specs one per seed, in the order of the seeds
     */
    record Variant(String name, List<TrainingSpec> specs) {

        /** The name as a directory name. */
        String directory() {
            return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("(^-)|(-$)", "");
        }
    }

    /** One variant with one seed. */
    record Run(Variant variant, long seed, TrainingSpec spec) {}

    /** Every variant with every seed, ordered by variant, then by seed. */
    List<Run> runs() {
        return variants.stream()
                .flatMap(variant -> variant.specs().stream().map(spec -> new Run(variant, spec.seed(), spec)))
                .toList();
    }
}
