package dev.streamgrad.contract.codec;

import org.apache.avro.Schema;

/**
 * Checks that a body follows its schema. Avro's generic reader runs only after this check, because it allocates whatever length the bytes
 * contain.
 */
final class Wellformedness {

    private Wellformedness() {}

    static void check(Schema schema, Cursor cursor) throws MalformedRecordException {
        walk(schema, cursor);
        cursor.expectEnd();
    }

    private static void walk(Schema schema, Cursor cursor) throws MalformedRecordException {
        switch (schema.getType()) {
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    walk(field.schema(), cursor);
                }
            }
            case ENUM -> within(cursor.readInt(), schema.getEnumSymbols().size(), "symbol");
            case UNION -> {
                int branch = cursor.readInt();
                within(branch, schema.getTypes().size(), "branch");
                walk(schema.getTypes().get(branch), cursor);
            }
            case ARRAY -> items(schema.getElementType(), false, cursor);
            case MAP -> items(schema.getValueType(), true, cursor);
            case STRING, BYTES -> cursor.skip(cursor.readLength());
            case INT -> cursor.readInt();
            case LONG -> cursor.readLong();
            case FLOAT -> cursor.skip(Float.BYTES);
            case DOUBLE -> cursor.skip(Double.BYTES);
            case BOOLEAN -> within(cursor.readByte(), 2, "boolean");
            case FIXED -> cursor.skip(schema.getFixedSize());
            case NULL -> {}
        }
    }

    private static void items(Schema items, boolean keyed, Cursor cursor) throws MalformedRecordException {
        long count = cursor.readLong();
        while (count != 0) {
            if (count < 0) {
                count = -count;
                cursor.readLong();
            }
            if (count < 0 || count > cursor.remaining()) {
                throw new MalformedRecordException(
                        "An array or map has " + count + " items, but only " + cursor.remaining() + " bytes are left.");
            }
            for (long i = 0; i < count; i++) {
                if (keyed) {
                    cursor.skip(cursor.readLength());
                }
                walk(items, cursor);
            }
            count = cursor.readLong();
        }
    }

    private static void within(int index, int size, String what) throws MalformedRecordException {
        if (index < 0 || index >= size) {
            throw new MalformedRecordException("A " + what + " is " + index + ", but must be 0 to " + (size - 1) + ".");
        }
    }
}
