package dev.streamgrad.training;

import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.job.launch.LogBounds;
import dev.streamgrad.job.launch.NewestCheckpoint;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.process.FailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.util.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses where the job of a run starts: from the newest intact checkpoint whose offsets the log of transitions still covers; otherwise
 * from the beginning of the log, if none of it was deleted. Both produce the same versions from the same transitions.
 */
final class Beginning {

    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);

    /** Flink's message when a task's state cannot be restored. */
    private static final String RESTORING = "Exception while creating StreamOperatorStateContext";

    private Beginning() {}

    /** Sets aside a checkpoint that the job could not start from, and returns what to do; empty if the failure has another cause. */
    static Optional<String> remedy(Throwable failure, Optional<String> checkpoint) {
        boolean restoring =
                ExceptionUtils.findThrowableWithMessage(failure, RESTORING).isPresent();
        return checkpoint.filter(path -> restoring).map(path -> {
            NewestCheckpoint.setAside(path);
            return "The checkpoint " + path
                    + " is damaged and was set aside. --resume continues from the checkpoint before it.";
        });
    }

    /**
     * Returns the checkpoint to start from; empty to start from the beginning of the log.
     *
     * @param checkpoints the run's checkpoint directory, as Flink names it
     * @param say receives a sentence for each checkpoint that is skipped, and what is done instead
     * @throws FailedException if no checkpoint can be used and the beginning of the log was deleted
     */
    static Optional<String> of(String checkpoints, KafkaAccess access, TopicNames names, Consumer<String> say) {
        LogBounds log = LogBounds.of(access.client(), names.transitions());
        NewestCheckpoint.Choice choice = NewestCheckpoint.below(checkpoints, log);
        List<String> sentences = new ArrayList<>(choice.passedOver());
        if (choice.path().isEmpty() && !log.isWhole()) {
            sentences.add(
                    "No checkpoint can be used, and the beginning of the log of transitions was deleted: this run cannot be resumed."
                            + " Start another run with --run-dir. If this run was stopped cleanly, its policy is in its policy.avro.");
            throw new FailedException(String.join(System.lineSeparator(), sentences));
        }
        if (!sentences.isEmpty()) {
            sentences.add(choice.path()
                    .map(path -> "The run resumes from " + path + ".")
                    .orElse("The run trains again from the beginning of its log."));
        }
        for (String sentence : sentences) {
            LOG.warn("{}", sentence);
            say.accept(sentence);
        }
        choice.settle();
        return choice.path();
    }
}
