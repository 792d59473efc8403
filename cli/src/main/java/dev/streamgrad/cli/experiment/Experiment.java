package dev.streamgrad.cli.experiment;

import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A declared comparison.
 *
 * @param name of its file; names its directory too
 * @param title of its report
 * @param question what it asks, in a sentence
 * @param conclusion what was found, in plain words; empty until somebody has looked
 * @param seeds paired: every variant is run with each
 * @param variants what is compared
 * @param charts metrics to draw besides the mean return, by name
 * @param probe whose policies, after a tenth of their training, the batches of all variants are gathered with, to compare them ({@link BatchProbe})
 * @param stream what is repeated through Kafka and Flink, to show that it gives the same hash
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
     * One thing that is compared.
     *
     * @param name for people
     * @param specs one per seed, in their order
     */
    record Variant(String name, List<TrainingSpec> specs) {

        /** Its name as a directory. */
        String directory() {
            return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("(^-)|(-$)", "");
        }
    }

    /** One variant with one seed. */
    record Run(Variant variant, long seed, TrainingSpec spec) {}

    /** Every variant with every seed, the seeds of a variant one after the other. */
    List<Run> runs() {
        return variants.stream()
                .flatMap(variant -> variant.specs().stream().map(spec -> new Run(variant, spec.seed(), spec)))
                .toList();
    }
}
