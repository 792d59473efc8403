package dev.streamgrad.actor;

import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Space;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads and writes the values of a space as rows in wire format: little-endian, row-major, in the element type of the space. */
final class SpaceRows {

    private static final VarHandle FLOATS =
            MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final DType dtype;
    private final int elements;
    private final int rowBytes;

    SpaceRows(Space space) {
        dtype = space.dtype();
        elements = space.elements();
        rowBytes = space.rowBytes();
    }

    int elements() {
        return elements;
    }

    int rowBytes() {
        return rowBytes;
    }

    /** Writes a value as the given row. */
    void write(float[] value, byte[] bytes, int row) {
        int first = row * rowBytes;
        for (int i = 0; i < elements; i++) {
            switch (dtype) {
                case FLOAT32 -> FLOATS.set(bytes, first + i * Float.BYTES, value[i]);
                case INT32 -> INTS.set(bytes, first + i * Integer.BYTES, (int) value[i]);
                case UINT8 -> bytes[first + i] = (byte) (int) value[i];
            }
        }
    }

    /** Reads the given row. */
    void read(byte[] bytes, int row, float[] value) {
        int first = row * rowBytes;
        for (int i = 0; i < elements; i++) {
            value[i] = switch (dtype) {
                case FLOAT32 -> (float) FLOATS.get(bytes, first + i * Float.BYTES);
                case INT32 -> (int) INTS.get(bytes, first + i * Integer.BYTES);
                case UINT8 -> bytes[first + i] & 0xFF;
            };
        }
    }
}
