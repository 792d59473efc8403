package dev.streamgrad.cli.train;

import dev.streamgrad.cli.usage.FailedException;
import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.job.launch.LogBounds;
import dev.streamgrad.job.launch.NewestCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.util.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the job of a run begins: with the newest checkpoint that is whole and that the log of transitions still reaches; else with the
 * log's beginning, where the log has it. Either way it makes the same versions from the same transitions.
 */
final class Beginning {

    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);

    /** What Flink says of state that a task cannot be given. */
    private static final String RESTORING = "Exception while creating StreamOperatorStateContext";

    private Beginning() {}

    /** What to do where the job could not begin with a checkpoint, which is set aside; empty if something else ended it. */
    static Optional<String> remedy(Throwable failure, Optional<String> checkpoint) {
        boolean restoring =
                ExceptionUtils.findThrowableWithMessage(failure, RESTORING).isPresent();
        return checkpoint.filter(path -> restoring).map(path -> {
            NewestCheckpoint.setAside(path);
            return "The checkpoint " + path + " is damaged, and is set aside: --resume goes on from the one before it.";
        });
    }

    /**
     * The checkpoint to begin with; empty for the log's beginning.
     *
     * @param checkpoints the run's folder of them, as Flink names it
     * @param say told what is passed over and what is done instead
     */
    static Optional<String> of(String checkpoints, KafkaAccess access, TopicNames names, Consumer<String> say) {
        LogBounds log = LogBounds.of(access.client(), names.transitions());
        NewestCheckpoint.Choice choice = NewestCheckpoint.below(checkpoints, log);
        List<String> sentences = new ArrayList<>(choice.passedOver());
        if (choice.path().isEmpty() && !log.isWhole()) {
            sentences.add(
                    "No checkpoint can be used, and the beginning of the log of transitions was deleted: this run cannot go on."
                            + " Start another with --run-dir; the policy of this one is in its policy.avro, if it was stopped in order.");
            throw new FailedException(String.join(System.lineSeparator(), sentences));
        }
        if (!sentences.isEmpty()) {
            sentences.add(choice.path()
                    .map(path -> "The run goes on from " + path + ".")
                    .orElse("The run is learned again from the beginning of its log."));
        }
        for (String sentence : sentences) {
            LOG.warn("{}", sentence);
            say.accept(sentence);
        }
        choice.settle();
        return choice.path();
    }
}
