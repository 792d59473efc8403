package dev.streamgrad.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.Space;
import org.junit.jupiter.api.Test;

final class SpaceRowsTest {

    @Test
    void floatsAreLittleEndian() {
        assertThat(roundTrip(Box.of(new float[2], new float[2]), 1f, -0.1f))
                .containsExactly(0, 0, 0x80, 0x3F, 0xCD, 0xCC, 0xCC, 0xBD);
    }

    @Test
    void discreteValuesAreInt32() {
        assertThat(roundTrip(new Discrete(1000), 515)).containsExactly(3, 2, 0, 0);
    }

    @Test
    void bytesAreUnsigned() {
        Box pixels = new Box(DType.UINT8, new int[] {1, 3}, new float[3], new float[] {255, 255, 255});
        assertThat(roundTrip(pixels, 0, 127, 255)).containsExactly(0, 127, 255);
    }

    /** Writes the value as the second of two rows, reads it back, and returns the row's bytes, unsigned. */
    private static int[] roundTrip(Space space, float... value) {
        SpaceRows rows = new SpaceRows(space);
        byte[] bytes = new byte[2 * rows.rowBytes()];
        rows.write(value, bytes, 1);
        float[] read = new float[value.length];
        rows.read(bytes, 1, read);
        assertThat(read).isEqualTo(value);
        int[] row = new int[rows.rowBytes()];
        for (int i = 0; i < row.length; i++) {
            assertThat(bytes[i]).isZero();
            row[i] = bytes[rows.rowBytes() + i] & 0xFF;
        }
        return row;
    }
}
