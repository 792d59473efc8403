package dev.streamgrad.contract.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads Avro's binary encoding from untrusted bytes. It compares every length with the number of bytes left before it allocates memory,
 * which Avro's own decoder does not do.
 */
final class Cursor {

    private static final int LONGEST_VARINT = 10;

    private final byte[] bytes;
    private int position;

    Cursor(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    int remaining() {
        return bytes.length - position;
    }

    long readLong() throws MalformedRecordException {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            byte next = readByte();
            value |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new MalformedRecordException("A number has more than " + LONGEST_VARINT + " bytes.");
    }

    int readInt() throws MalformedRecordException {
        long value = readLong();
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw new MalformedRecordException("The number " + value + " does not fit an int.");
        }
        return (int) value;
    }

    byte readByte() throws MalformedRecordException {
        skip(1);
        return bytes[position - 1];
    }

    /** Reads a length; rejects one that exceeds the number of bytes left. */
    int readLength() throws MalformedRecordException {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw new MalformedRecordException(
                    "A length is " + length + ", but only " + remaining() + " bytes are left.");
        }
        return (int) length;
    }

    byte[] readBytes() throws MalformedRecordException {
        int length = readLength();
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    String readString() throws MalformedRecordException {
        int length = readLength();
        position += length;
        return new String(bytes, position - length, length, StandardCharsets.UTF_8);
    }

    long readFixedLong() throws MalformedRecordException {
        skip(Long.BYTES);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(position - Long.BYTES);
    }

    void skip(int count) throws MalformedRecordException {
        if (count > remaining()) {
            throw new MalformedRecordException(
                    "The record ends too early: " + count + " bytes are expected, but " + remaining() + " are left.");
        }
        position += count;
    }

    void expectEnd() throws MalformedRecordException {
        if (remaining() > 0) {
            throw new MalformedRecordException(remaining() + " bytes follow the end of the record.");
        }
    }
}
