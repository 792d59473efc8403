package dev.streamgrad.job.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Writes and reads bytes that are preceded by their length, a 32-bit integer. */
public final class SizedBytes {

    /** Bytes that are allocated before any has been read. */
    private static final int FIRST_CHUNK = 1 << 16;

    private SizedBytes() {}

    /** Writes the length, then the bytes. */
    public static void write(byte[] bytes, DataOutput target) throws IOException {
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    /**
     * Reads the length, then the bytes. For a damaged length it allocates at most 64 KiB, or twice the bytes that are there.
     *
     * @throws IOException if the length is negative, or fewer bytes follow
     */
    public static byte[] read(DataInput source) throws IOException {
        int size = source.readInt();
        if (size < 0) {
            throw new IOException("The length of the data is " + size + ", but must not be negative.");
        }
        byte[] bytes = new byte[Math.min(size, FIRST_CHUNK)];
        source.readFully(bytes);
        while (bytes.length < size) {
            int read = bytes.length;
            bytes = Arrays.copyOf(bytes, (int) Math.min(size, 2L * read));
            source.readFully(bytes, read, bytes.length - read);
        }
        return bytes;
    }
}
