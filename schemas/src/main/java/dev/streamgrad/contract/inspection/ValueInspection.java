package dev.streamgrad.contract.inspection;

import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Checks the values of a column against their space. */
final class ValueInspection {

    private ValueInspection() {}

    /**
     * Why a value lies outside the space; empty if all values lie in it.
     *
     * @param bytes whole rows of the space
     */
    static Optional<String> fault(String what, Space space, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (space instanceof Discrete discrete) {
            return choices(what, new int[] {discrete.n()}, buffer);
        } else if (space instanceof MultiDiscrete several) {
            return choices(what, several.sizes(), buffer);
        } else if (space instanceof MultiBinary) {
            return switches(what, bytes);
        } else if (space instanceof Box && space.dtype() == DType.FLOAT32) {
            return finite(what, buffer);
        }
        return Optional.empty();
    }

    private static Optional<String> choices(String what, int[] sizes, ByteBuffer buffer) {
        for (int i = 0; buffer.hasRemaining(); i = (i + 1) % sizes.length) {
            int value = buffer.getInt();
            if (value < 0 || value >= sizes[i]) {
                String element = sizes.length == 1 ? "" : "element " + i + " of the ";
                return Optional.of(
                        "The " + element + what + " " + value + " lies outside its space 0 … " + (sizes[i] - 1) + ".");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> switches(String what, byte[] bytes) {
        for (byte value : bytes) {
            if (value != 0 && value != 1) {
                return Optional.of("An element of the " + what + " is " + value + ", but must be 0 or 1.");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> finite(String what, ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            float value = buffer.getFloat();
            if (!Float.isFinite(value)) {
                return Optional.of("An element of the " + what + " is " + value + ", but must be finite.");
            }
        }
        return Optional.empty();
    }
}
