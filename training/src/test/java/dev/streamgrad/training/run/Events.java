package dev.streamgrad.training.run;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.util.Event;

/** Reads event files and checks every checksum. */
public final class Events {

    private Events() {}

    /** The event files of a run, in the order in which TensorBoard reads them. */
    public static List<Path> files(Path run) {
        try (Stream<Path> files = Files.list(run)) {
            return files.filter(file -> file.getFileName().toString().startsWith("events.out.tfevents."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The events of a file. */
    public static List<Event> read(Path file) {
        List<Event> events = new ArrayList<>();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                byte[] length = new byte[Long.BYTES];
                bytes.get(length);
                require(bytes.getInt(), length);
                byte[] record = new byte
                        [Math.toIntExact(ByteBuffer.wrap(length)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getLong())];
                bytes.get(record);
                require(bytes.getInt(), record);
                events.add(Event.parseFrom(record));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }

    /** All points of a run: the events that hold scalars. */
    public static List<Event> points(Path run) {
        return files(run).stream()
                .flatMap(file -> read(file).stream())
                .filter(Event::hasSummary)
                .toList();
    }

    /** Masked CRC-32C, computed bit by bit (reflected polynomial 0x82F63B78), independent of the code under test. */
    static int maskedChecksum(byte[] bytes) {
        int checksum = -1;
        for (byte next : bytes) {
            checksum ^= next & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                checksum = (checksum >>> 1) ^ ((checksum & 1) * 0x82F63B78);
            }
        }
        checksum = ~checksum;
        return ((checksum >>> 15) | (checksum << 17)) + 0xa282ead8;
    }

    private static void require(int checksum, byte[] bytes) {
        if (checksum != maskedChecksum(bytes)) {
            throw new AssertionError("A checksum is wrong.");
        }
    }
}
