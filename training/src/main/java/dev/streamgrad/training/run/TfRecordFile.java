package dev.streamgrad.training.run;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A file of records in TensorFlow's framing. Per record, little-endian: length (uint64), masked CRC-32C of the length's 8 bytes (uint32),
 * the record, masked CRC-32C of the record (uint32). Each record is passed to the operating system at once, so that others can read it.
 */
final class TfRecordFile implements AutoCloseable {

    private static final int MASK = 0xA282EAD8;
    private static final int FRAME = Long.BYTES + 2 * Integer.BYTES;

    private final OutputStream stream;

    private TfRecordFile(OutputStream stream) {
        this.stream = stream;
    }

    /** Creates a file. */
    static TfRecordFile create(Path file) {
        try {
            return new TfRecordFile(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last readable record of a file, where readers stop; empty if there is none. */
    static Optional<byte[]> last(Path file) {
        Optional<byte[]> last = Optional.empty();
        try (DataInputStream stream = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            long left = Files.size(file);
            for (Optional<byte[]> next = read(stream, left); next.isPresent(); next = read(stream, left)) {
                last = next;
                left -= FRAME + last.get().length;
            }
            return last;
        } catch (EOFException e) {
            return last;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next record; empty if its frame is damaged or incomplete. */
    private static Optional<byte[]> read(DataInputStream stream, long left) throws IOException {
        byte[] size = stream.readNBytes(Long.BYTES);
        if (size.length < Long.BYTES || Integer.reverseBytes(stream.readInt()) != maskedChecksum(size, size.length)) {
            return Optional.empty();
        }
        long length = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > left - FRAME) {
            return Optional.empty();
        }
        byte[] record = stream.readNBytes((int) length);
        return Integer.reverseBytes(stream.readInt()) == maskedChecksum(record, record.length)
                ? Optional.of(record)
                : Optional.empty();
    }

    void write(byte[] record) {
        ByteBuffer frame = ByteBuffer.allocate(FRAME + record.length).order(ByteOrder.LITTLE_ENDIAN);
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

    /**
     * Returns the CRC-32C of the bytes, rotated right by 15 bits, plus a constant: a plain checksum over data that contains checksums would
     * be weak.
     */
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
