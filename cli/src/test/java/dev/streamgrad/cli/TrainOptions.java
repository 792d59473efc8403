package dev.streamgrad.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Options of short trainings. */
final class TrainOptions {

    /** 4 agents × 16 steps, two epochs of two minibatches. */
    static final List<String> SMALL =
            words("--set agents=4 --set rolloutLength=16 --set minibatchSize=32 --set epochs=2 --set hidden=16,16");

    /** Two updates of 2 agents × 32 steps. */
    static final List<String> SHORT =
            words("--total-steps 128 --set agents=2 --set rolloutLength=32 --set minibatchSize=32 --set epochs=1");

    private TrainOptions() {}

    /** Splits a line at blanks. */
    static List<String> words(String line) {
        return List.of(line.split(" ", -1));
    }

    /** Appends options. */
    static List<String> and(List<String> options, String... more) {
        return Stream.concat(options.stream(), Arrays.stream(more)).toList();
    }
}
