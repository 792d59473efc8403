package dev.streamgrad.job.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Bytes that follow their number, a 32-bit integer. */
public final class SizedBytes {

    /** What is allocated before any byte has been read. */
    private static final int FIRST_CHUNK = 1 << 16;

    private SizedBytes() {}

    /** Writes the number of the bytes, then the bytes. */
    public static void write(byte[] bytes, DataOutput target) throws IOException {
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    /**
     * Reads as many bytes as the number says; a damaged number allocates no more than twice what is there, and 64 KiB.
     *
     * @throws IOException if the number is negative, or fewer bytes follow
     */
    public static byte[] read(DataInput source) throws IOException {
        int size = source.readInt();
        if (size < 0) {
            throw new IOException(size + " is no number of bytes.");
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
