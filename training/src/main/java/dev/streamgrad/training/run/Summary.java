package dev.streamgrad.training.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The result of a run: the content of {@code summary.json}, and the last line of standard output.
 *
 * @param outcome finished, interrupted or failed
 * @param reason why the run did not finish; empty if it did
 * @param meanReturn100 mean return of the last 100 episodes
 * @param bestMeanReturn100 highest such mean at an update boundary
 * @param solvedAt the mean return at which the task counts as solved
 * @param stepsToThreshold transitions until that mean was reached
 * @param wallSeconds from the first policy version to the last; if the topics hold only later ones, from the first whose figures they hold
 * @param firstUpdateSeconds from the command's start to version 1
 * @param parameterHash hash of the last version
 * @param bestEvaluation the best evaluation during training
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Summary(
        String outcome,
        String reason,
        String policyId,
        String algorithm,
        String environment,
        long seed,
        int agents,
        long totalSteps,
        long updates,
        long episodes,
        OptionalDouble meanReturn100,
        OptionalDouble bestMeanReturn100,
        OptionalDouble solvedAt,
        OptionalLong stepsToThreshold,
        double wallSeconds,
        OptionalDouble firstUpdateSeconds,
        double stepsPerSecond,
        long skippedUpdates,
        long maskedTransitions,
        String parameterHash,
        Optional<EvaluationFigures> bestEvaluation) {

    /** Trained to the end. */
    public static final String FINISHED = "finished";

    /** Ended early by the learner or by an error. */
    public static final String FAILED = "failed";

    /** Stopped before the end. */
    public static final String INTERRUPTED = "interrupted";

    /** Its name in the run directory. */
    public static final String FILE = "summary.json";

    private static final JsonMapper MAPPER =
            JsonMapper.builder().addModule(new Jdk8Module()).build();

    /** The summary of the run in a directory; empty if there is none that can be read. */
    public static Optional<Summary> read(Path run) {
        try {
            return Optional.of(MAPPER.readValue(Files.readString(run.resolve(FILE)), Summary.class));
        } catch (IOException e) {
            return Optional.empty(); // not written yet, incomplete, or of an older format
        }
    }

    /** Whether the run ended, finished or failed, with this policy. */
    public boolean endedWith(PolicyUpdate policy) {
        return !outcome.equals(INTERRUPTED) && parameterHash.equals(policy.hash());
    }

    /** The summary of the training in a directory, if it has ended and nothing is left to resume. */
    public static Optional<Summary> ofEnded(Path run) {
        if (!Files.exists(run.resolve(RunDirectory.POLICY))) {
            return Optional.empty();
        }
        PolicyUpdate policy = RunDirectory.readPolicy(run);
        return policy.last() ? read(run).filter(known -> known.endedWith(policy)) : Optional.empty();
    }

    /** The outcome of a training that ended in this state. */
    public static String outcome(PolicyStatus.State state) {
        return switch (state) {
            case FINISHED -> FINISHED;
            case FAILED -> FAILED;
            default -> INTERRUPTED;
        };
    }

    /** One line of JSON. */
    public String json() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
