package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Checks a block against its training spec before it enters a rollout, so that a bad record changes nothing but a counter. */
public final class BlockInspection {

    private BlockInspection() {}

    /** Why the block is rejected, as a sentence for the user; empty if it is accepted. */
    public static Optional<String> fault(TrainingSpec spec, TransitionBlock block) {
        if (block.agent() >= spec.rollouts().agents()) {
            return Optional.of("Agent " + block.agent() + " does not exist: the spec has "
                    + spec.rollouts().agents() + " agents, numbered from 0.");
        }
        if (block.rolloutLength() != spec.rollouts().rolloutLength()) {
            return Optional.of("The rollout length is " + block.rolloutLength() + ", but the spec has "
                    + spec.rollouts().rolloutLength() + ".");
        }
        long version = spec.actingVersion(block.rollout());
        if (block.policyVersion() != version) {
            return Optional.of("Rollout " + block.rollout() + " was sampled with version " + block.policyVersion()
                    + ", but must be sampled with version " + version + ".");
        }
        if (block.episode() > block.firstSequence()) {
            return Optional.of("The episode is " + block.episode() + ", but must be at most " + block.firstSequence()
                    + ", the first sequence, since every episode has at least one step.");
        }
        return shapes(spec, block).or(() -> numbers(spec, block)).or(() -> end(spec, block));
    }

    /**
     * Whether the only fault of a block is that it lies beyond the end of training that a revision set. Under the previous revision it
     * may have been valid.
     */
    public static boolean isAfterTheEnd(TrainingSpec spec, TransitionBlock block) {
        Optional<String> end = end(spec, block);
        return spec.revision() > 0 && end.isPresent() && fault(spec, block).equals(end);
    }

    private static Optional<String> end(TrainingSpec spec, TransitionBlock block) {
        return spec.updates() > 0 && block.rollout() >= spec.updates()
                ? Optional.of("Rollout " + block.rollout() + " lies beyond the end of training after " + spec.updates()
                        + " rollouts.")
                : Optional.empty();
    }

    private static Optional<String> shapes(TrainingSpec spec, TransitionBlock block) {
        long rows = block.rows();
        int observation = spec.environment().observationSpace().rowBytes();
        int action = spec.environment().actionSpace().rowBytes();
        if (block.observations().length != rows * observation) {
            return Optional.of("Observations take " + block.observations().length + " bytes, but " + rows
                    + " rows of the observation space take " + rows * observation + ".");
        }
        if (block.actions().length != rows * action) {
            return Optional.of("Actions take " + block.actions().length + " bytes, but " + rows
                    + " rows of the action space take " + rows * action + ".");
        }
        long nexts = 0;
        for (int row = 0; row < rows; row++) {
            nexts += block.hasNextObservation(row) ? 1 : 0;
        }
        return block.nextObservations().length == nexts * observation
                ? Optional.empty()
                : Optional.of("Next observations take " + block.nextObservations().length + " bytes, but " + nexts
                        + " rows need a next observation of " + observation + " bytes.");
    }

    private static Optional<String> numbers(TrainingSpec spec, TransitionBlock block) {
        Space observations = spec.environment().observationSpace();
        return ValueInspection.fault("observation", observations, block.observations())
                .or(() -> ValueInspection.fault("next observation", observations, block.nextObservations()))
                .or(() -> ValueInspection.fault("action", spec.environment().actionSpace(), block.actions()))
                .or(() -> MaskInspection.fault(spec.environment(), block))
                .or(() -> logProbabilities(block.logProbabilities()))
                .or(() -> rewards(block.rewards()));
    }

    private static Optional<String> logProbabilities(byte[] bytes) {
        ByteBuffer buffer = littleEndian(bytes);
        while (buffer.hasRemaining()) {
            float value = buffer.getFloat();
            if (!Float.isFinite(value)) {
                return Optional.of("A log-probability is " + value + ", but must be finite.");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> rewards(byte[] bytes) {
        ByteBuffer buffer = littleEndian(bytes);
        while (buffer.hasRemaining()) {
            double value = buffer.getDouble();
            if (!Double.isFinite(value)) {
                return Optional.of("A reward is " + value + ", but must be finite.");
            }
        }
        return Optional.empty();
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
