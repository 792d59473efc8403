package dev.streamgrad.job.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SizedBytesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 300_001})
    void readsTheWrittenBytes(int size) throws IOException {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        DataOutputSerializer target = new DataOutputSerializer(16);
        SizedBytes.write(bytes, target);

        DataInputDeserializer source = new DataInputDeserializer(target.getCopyOfBuffer());
        assertThat(SizedBytes.read(source)).isEqualTo(bytes);
        assertThat(source.available()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 5, Integer.MAX_VALUE})
    void aLengthThatIsNegativeOrTooLargeIsAnIoException(int size) {
        assertThatThrownBy(() -> SizedBytes.read(claiming(size))).isInstanceOf(IOException.class);
    }

    @Test
    void aDamagedLengthAllocatesLittle() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThatThrownBy(() -> SizedBytes.read(claiming(Integer.MAX_VALUE))); // loads the classes
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> SizedBytes.read(claiming(Integer.MAX_VALUE)));
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    /** Four bytes, preceded by the length {@code size}. */
    private static DataInput claiming(int size) {
        return new DataInputStream(new ByteArrayInputStream(
                ByteBuffer.allocate(8).putInt(size).putInt(42).array()));
    }
}
