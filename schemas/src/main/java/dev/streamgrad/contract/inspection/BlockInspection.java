package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Holds a block against its training spec, before it may take its place in a rollout: a bad record, wherever it came from, then
 * changes nothing but a counter.
 */
public final class BlockInspection {

    private BlockInspection() {}

    /** Why the block cannot be used, for a person; empty if it can. */
    public static Optional<String> fault(TrainingSpec spec, TransitionBlock block) {
        if (block.agent() >= spec.rollouts().agents()) {
            return Optional.of("Agent " + block.agent() + " does not exist: the spec has "
                    + spec.rollouts().agents() + " agents, numbered from 0.");
        }
        if (block.rolloutLength() != spec.rollouts().rolloutLength()) {
            return Optional.of("The rollout length is " + block.rolloutLength() + ", but the spec says "
                    + spec.rollouts().rolloutLength() + ".");
        }
        long version = spec.actingVersion(block.rollout());
        if (block.policyVersion() != version) {
            return Optional.of("Rollout " + block.rollout() + " was acted with version " + block.policyVersion()
                    + ", but must be acted with version " + version + ".");
        }
        if (block.episode() > block.firstSequence()) {
            return Optional.of("Episode " + block.episode() + " begins at sequence " + block.firstSequence()
                    + " or before, but an episode has a step at least.");
        }
        return shapes(spec, block).or(() -> numbers(spec, block)).or(() -> end(spec, block));
    }

    /**
     * Whether nothing is wrong with a block but that it comes after the end that a revision set: under the revision before, it may have been
     * valid.
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
        int seen = spec.environment().observationSpace().rowBytes();
        int acted = spec.environment().actionSpace().rowBytes();
        if (block.observations().length != rows * seen) {
            return Optional.of("Observations take " + block.observations().length + " bytes, but " + rows
                    + " rows of the observation space take " + rows * seen + ".");
        }
        if (block.actions().length != rows * acted) {
            return Optional.of("Actions take " + block.actions().length + " bytes, but " + rows
                    + " rows of the action space take " + rows * acted + ".");
        }
        long nexts = 0;
        for (int row = 0; row < rows; row++) {
            nexts += block.hasNextObservation(row) ? 1 : 0;
        }
        return block.nextObservations().length == nexts * seen
                ? Optional.empty()
                : Optional.of("Next observations take " + block.nextObservations().length + " bytes, but " + nexts
                        + " rows need one, of " + seen + " bytes each.");
    }

    private static Optional<String> numbers(TrainingSpec spec, TransitionBlock block) {
        Space seen = spec.environment().observationSpace();
        return ValueInspection.fault("observation", seen, block.observations())
                .or(() -> ValueInspection.fault("next observation", seen, block.nextObservations()))
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
