package dev.streamgrad.contract.codec;

import dev.streamgrad.contract.record.TransitionBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * The codec of transition blocks. It is written by hand, without boxing and reflection, because it is hot. A test compares it with Avro's
 * own codec.
 *
 * <p>A block that does not close its rollout is written with the schema of release 1, which has no such field: readers of every release
 * know it.
 */
final class TransitionBlockCodec implements Codec<TransitionBlock> {

    private static final int FIXED_PART = 96;

    private final Schema schema = Schemas.current("TransitionBlock");
    private final Map<Long, Schema> known = Schemas.known("TransitionBlock");
    private final long fingerprint = Schemas.fingerprint(schema);
    private final byte[] header = SingleObject.header(fingerprint);
    private final long plain =
            Schemas.fingerprint(Schemas.released("1", "TransitionBlock").orElseThrow());
    private final byte[] plainHeader = SingleObject.header(plain);

    @Override
    public byte[] encode(TransitionBlock block) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIXED_PART + (int) block.bytes());
        bytes.writeBytes(block.closesRollout() ? header : plainHeader);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            encoder.writeString(block.policyId());
            encoder.writeInt(block.agent());
            encoder.writeInt(block.incarnation());
            encoder.writeLong(block.firstSequence());
            encoder.writeInt(block.rolloutLength());
            encoder.writeLong(block.policyVersion());
            encoder.writeLong(block.episode());
            encoder.writeInt(block.episodeStep());
            encoder.writeBytes(block.observations());
            encoder.writeBytes(block.actions());
            encoder.writeBytes(block.logProbabilities());
            encoder.writeBytes(block.rewards());
            encoder.writeBytes(block.terminated());
            encoder.writeBytes(block.truncated());
            encoder.writeBytes(block.nextObservations());
            encoder.writeIndex(block.actionMasks().length == 0 ? 0 : 1);
            if (block.actionMasks().length > 0) {
                encoder.writeBytes(block.actionMasks());
            }
            encoder.writeIndex(0); // policyState
            encoder.writeIndex(0); // info
            if (block.closesRollout()) {
                encoder.writeBoolean(true);
            }
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public TransitionBlock decode(byte[] bytes) throws MalformedRecordException {
        long writer = SingleObject.fingerprint(bytes);
        if (writer == fingerprint || writer == plain) {
            return read(bytes, writer == fingerprint);
        }
        Schema older = known.get(writer);
        if (older == null) {
            throw SingleObject.unknown("TransitionBlock", writer);
        }
        GenericRecord resolved = SingleObject.read(older, schema, bytes);
        return read(SingleObject.write(header, schema, resolved, bytes.length), true);
    }

    private static TransitionBlock read(byte[] bytes, boolean mayClose) throws MalformedRecordException {
        Cursor cursor = new Cursor(bytes, SingleObject.HEADER);
        TransitionBlock block = new TransitionBlock(
                cursor.readString(),
                cursor.readInt(),
                cursor.readInt(),
                cursor.readLong(),
                cursor.readInt(),
                cursor.readLong(),
                cursor.readLong(),
                cursor.readInt(),
                cursor.readBytes(),
                cursor.readBytes(),
                cursor.readBytes(),
                cursor.readBytes(),
                cursor.readBytes(),
                cursor.readBytes(),
                cursor.readBytes(),
                masks(cursor),
                closesRollout(cursor, mayClose));
        cursor.expectEnd();
        BlockStructure.check(block);
        return block;
    }

    /** Reads the fields after the masks: two that must be null, and the flag, which the schema of release 1 does not have. */
    private static boolean closesRollout(Cursor cursor, boolean mayClose) throws MalformedRecordException {
        for (String unused : new String[] {"policyState", "info"}) {
            if (cursor.readInt() != 0) {
                throw new MalformedRecordException(unused + " is given, but this version does not use it; send null.");
            }
        }
        byte closes = mayClose ? cursor.readByte() : 0;
        if (closes != 0 && closes != 1) {
            throw new MalformedRecordException("closesRollout is the byte " + closes + ", but must be 0 or 1.");
        }
        return closes == 1;
    }

    private static byte[] masks(Cursor cursor) throws MalformedRecordException {
        int branch = cursor.readInt();
        if (branch < 0 || branch > 1) {
            throw new MalformedRecordException(
                    "The union branch of the action masks is " + branch + ", but must be 0 or 1.");
        }
        return branch == 0 ? new byte[0] : cursor.readBytes();
    }
}
