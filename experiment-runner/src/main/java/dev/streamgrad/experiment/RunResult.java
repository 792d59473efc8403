package dev.streamgrad.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.run.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of one run; {@code result.json} in the run's directory. It is written last: a run without it is not finished and is run again.
 *
 * @param outcome "finished", or "failed": the learner ended the training early
 * @param reason reason of the failure; empty otherwise
 * @param steps number of transitions learned from
 * @param finalReturn mean return of the last 100 training episodes, with sampled actions
 * @param stepsToThreshold transitions until the task counted as solved; absent if it was never solved
 * @param greedy returns of 100 episodes with the last policy and its most probable actions
 * @param stochastic returns of 100 episodes with the last policy and sampled actions
 * @param wallSeconds duration of the training, measured while other runs shared the machine
 * @param startedMillis start of the run, milliseconds since 1970
 * @param endedMillis end of the run's evaluation, milliseconds since 1970
 * @param stepsPerSecond transitions per second, measured while other runs shared the machine
 * @param parameterHash hash of the last version
 * @param points the points of the run's {@link Curve}
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

    /** Mean and population standard deviation over episodes. */
    record Returns(double mean, double deviation) {}

    static final String FILE = "result.json";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** Reads the result of a run; empty if the run is not finished or has another spec. */
    static Optional<RunResult> read(Path run, TrainingSpec spec) {
        try {
            if (!Files.exists(run.resolve(FILE)) || !RunDirectory.holds(run, spec)) {
                return Optional.empty();
            }
            return Optional.of(MAPPER.readValue(Files.readString(run.resolve(FILE)), new TypeReference<>() {}));
        } catch (IOException e) {
            return Optional.empty(); // incomplete, or of an older format: the run is repeated
        }
    }

    /** Whether the learner ended the training early. */
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

    /** The newest value of a metric when {@code along} has the value {@code x}; NaN if there is none yet. */
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

    /** Mean of the return over all points: the area under the curve, per step. */
    double meanOverTraining() {
        return mean(Curve.RETURN);
    }

    /** The largest fall of the mean return below its highest value so far. */
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

    /** Mean of a metric over all points; NaN if no point has it. */
    double mean(String metric) {
        return points.stream()
                .filter(point -> point.containsKey(metric))
                .mapToDouble(point -> point.getOrDefault(metric, Double.NaN))
                .average()
                .orElse(Double.NaN);
    }
}
