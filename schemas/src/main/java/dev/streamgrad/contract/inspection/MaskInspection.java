package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Checks a block's action masks against the spec and the actions. */
final class MaskInspection {

    private MaskInspection() {}

    /** Why the masks are rejected; empty if they are accepted. The caller has checked that the actions lie in their space. */
    static Optional<String> fault(EnvironmentSpec environment, TransitionBlock block) {
        long required = (long) block.rows() * environment.maskBytes();
        if (block.actionMasks().length != required) {
            return Optional.of("Action masks take " + block.actionMasks().length + " bytes, but " + block.rows()
                    + " rows of this spec take " + required + ".");
        }
        return required == 0 ? Optional.empty() : forbidden(sizes(environment.actionSpace()), block);
    }

    /**
     * Reports an action that its mask does not allow. A mask that allows no action at all is reported, too, since some action was taken.
     */
    private static Optional<String> forbidden(int[] sizes, TransitionBlock block) {
        ByteBuffer actions = ByteBuffer.wrap(block.actions()).order(ByteOrder.LITTLE_ENDIAN);
        int first = 0;
        while (actions.hasRemaining()) {
            for (int size : sizes) {
                int action = actions.getInt();
                if (block.actionMasks()[first + action] == 0) {
                    return Optional.of("The action " + action + " was taken, but its mask does not allow it.");
                }
                first += size;
            }
        }
        return Optional.empty();
    }

    private static int[] sizes(Space space) {
        return space instanceof MultiDiscrete several ? several.sizes() : new int[] {space.distributionParameters()};
    }
}
