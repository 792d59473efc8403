package dev.streamgrad.cli.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.streamgrad.cli.run.RunDirectory;
import dev.streamgrad.cli.run.Summary;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run came to; {@code result.json} in its run directory, written last: a run without it is run again.
 *
 * @param outcome "finished", or "failed": broken off by the learner before its end
 * @param reason why it failed; empty otherwise
 * @param steps transitions learned from
 * @param finalReturn mean return of the last 100 episodes, actions drawn
 * @param stepsToThreshold transitions until the task counted as solved; absent if never
 * @param greedy of 100 episodes with the last policy, the most probable action taken
 * @param stochastic of 100 episodes with the last policy, actions drawn
 * @param wallSeconds of the training, with the other runs beside it
 * @param startedMillis when the run started, milliseconds since 1970
 * @param endedMillis when its evaluation had ended
 * @param stepsPerSecond transitions per second, with the other runs beside it
 * @param parameterHash hash of the last version
 * @param points the course
 */
record RunResult(
        String outcome,
        String reason,
        long steps,
        double finalReturn,
        Optional<Long> stepsToThreshold,
        Returns greedy,
        Returns stochastic,
        double wallSeconds,
        long startedMillis,
        long endedMillis,
        double stepsPerSecond,
        String parameterHash,
        List<Map<String, Double>> points) {

    /** Mean and standard deviation (population form) over episodes. */
    record Returns(double mean, double deviation) {}

    static final String FILE = "result.json";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** What a finished run left, if it was of this very spec. */
    static Optional<RunResult> read(Path run, TrainingSpec spec) {
        try {
            if (!Files.exists(run.resolve(FILE)) || !RunDirectory.holds(run, spec)) {
                return Optional.empty();
            }
            return Optional.of(MAPPER.readValue(Files.readString(run.resolve(FILE)), new TypeReference<>() {}));
        } catch (IOException e) {
            return Optional.empty(); // half written, or of an older form: the run is repeated
        }
    }

    /** Whether the learner broke the training off. */
    boolean failed() {
        return outcome.equals(Summary.FAILED);
    }

    String json() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The newest value of a metric at a point of the course; NaN where there is none yet. */
    double at(String metric, String along, double x) {
        double value = Double.NaN;
        for (Map<String, Double> point : points) {
            if (point.getOrDefault(along, Double.POSITIVE_INFINITY) > x * (1 + 1e-9)) {
                break;
            }
            value = point.getOrDefault(metric, value);
        }
        return value;
    }

    /** Mean over the course of the return: the area under the curve, per step. */
    double meanOverTraining() {
        return mean(Curve.RETURN);
    }

    /** The most that the mean return ever fell below what it had reached. */
    double largestDrop() {
        double highest = Double.NEGATIVE_INFINITY;
        double drop = 0;
        for (Map<String, Double> point : points) {
            double value = point.getOrDefault(Curve.RETURN, Double.NaN);
            if (!Double.isNaN(value)) {
                highest = Math.max(highest, value);
                drop = Math.max(drop, highest - value);
            }
        }
        return drop;
    }

    /** Mean of a metric over the course; NaN where it never was. */
    double mean(String metric) {
        return points.stream()
                .filter(point -> point.containsKey(metric))
                .mapToDouble(point -> point.getOrDefault(metric, Double.NaN))
                .average()
                .orElse(Double.NaN);
    }
}
