package dev.streamgrad.cli.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of records in TensorFlow's framing. Per record, little-endian: length (uint64), masked CRC-32C of the length's 8 bytes (uint32),
 * the record, masked CRC-32C of the record (uint32). Each is handed to the system at once, so that a reader may follow.
 */
final class TfRecordFile implements AutoCloseable {

    private static final int MASK = 0xA282EAD8;

    private final OutputStream stream;

    private TfRecordFile(OutputStream stream) {
        this.stream = stream;
    }

    /** A new file. */
    static TfRecordFile create(Path file) {
        try {
            return new TfRecordFile(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(byte[] record) {
        ByteBuffer frame = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + record.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        frame.putLong(record.length);
        frame.putInt(maskedChecksum(frame.array(), Long.BYTES));
        frame.put(record);
        frame.putInt(maskedChecksum(record, record.length));
        try {
            stream.write(frame.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rotated right by 15 bits, plus a constant: a checksum over data that holds checksums would be weak. */
    static int maskedChecksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
