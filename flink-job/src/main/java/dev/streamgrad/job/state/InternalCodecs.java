package dev.streamgrad.job.state;

import dev.streamgrad.contract.codec.Codec;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.AssemblyEvent;
import dev.streamgrad.learner.rollout.Breakdown;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.SignOfLife;
import dev.streamgrad.learner.rollout.SimulatorReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Codecs of the types that stay inside the job. Each value begins with the version of its format. In version 1, rollouts had no action
 * masks, and duplicates were not counted.
 */
final class InternalCodecs {

    private static final int VERSION = 2;

    static final Codec<RawRecord> RAW_RECORD = codec(
            (raw, out) -> {
                out.writeUTF(raw.topic());
                out.writeInt(raw.partition());
                out.writeLong(raw.offset());
                SizedBytes.write(raw.key(), out);
                SizedBytes.write(raw.value(), out);
            },
            (in, version) ->
                    new RawRecord(in.readUTF(), in.readInt(), in.readLong(), SizedBytes.read(in), SizedBytes.read(in)));

    static final Codec<DeadLetter> DEAD_LETTER = codec(
            (letter, out) -> {
                out.writeUTF(letter.topic());
                out.writeInt(letter.partition());
                out.writeLong(letter.offset());
                SizedBytes.write(letter.key(), out);
                SizedBytes.write(letter.value(), out);
                out.writeUTF(letter.reason());
            },
            (in, version) -> new DeadLetter(
                    in.readUTF(), in.readInt(), in.readLong(), SizedBytes.read(in), SizedBytes.read(in), in.readUTF()));

    static final Codec<ReceivedBlock> ARRIVAL = codec(
            (received, out) -> {
                out.writeUTF(received.policyId());
                out.writeInt(received.agent());
                out.writeUTF(received.topic());
                out.writeInt(received.partition());
                out.writeLong(received.offset());
                SizedBytes.write(
                        received.block().map(Codecs.TRANSITION_BLOCK::encode).orElse(new byte[0]), out);
            },
            (in, version) -> new ReceivedBlock(
                    in.readUTF(), in.readInt(), in.readUTF(), in.readInt(), in.readLong(), block(SizedBytes.read(in))));

    static final Codec<Rollout> ROLLOUT = codec(InternalCodecs::write, InternalCodecs::rollout);

    static final Codec<AssemblyEvent> ASSEMBLY_EVENT = codec(
            (event, out) -> {
                if (event instanceof Rollout rollout) {
                    out.writeByte(0);
                    write(rollout, out);
                } else if (event instanceof SignOfLife sign) {
                    out.writeByte(1);
                    out.writeUTF(sign.policyId());
                    out.writeInt(sign.agent());
                } else if (event instanceof Breakdown breakdown) {
                    out.writeByte(2);
                    out.writeUTF(breakdown.policyId());
                    SizedBytes.write(breakdown.reason().getBytes(StandardCharsets.UTF_8), out);
                } else if (event instanceof SimulatorReport report) {
                    out.writeByte(3);
                    write(report, out);
                }
            },
            (in, version) -> {
                int kind = in.readByte();
                return switch (kind) {
                    case 0 -> rollout(in, version);
                    case 1 -> new SignOfLife(in.readUTF(), in.readInt());
                    case 2 -> new Breakdown(in.readUTF(), new String(SizedBytes.read(in), StandardCharsets.UTF_8));
                    case 3 -> report(in);
                    default -> throw new MalformedRecordException("There is no event of kind " + kind + ".");
                };
            });

    static final Codec<ReceivedSpec> SPEC_ARRIVAL = codec(
            (received, out) -> {
                out.writeUTF(received.policyId());
                out.writeInt(received.revision());
                SizedBytes.write(
                        received.spec().map(Codecs.TRAINING_SPEC::encode).orElse(new byte[0]), out);
                SizedBytes.write(received.fault().getBytes(StandardCharsets.UTF_8), out);
            },
            (in, version) -> new ReceivedSpec(
                    in.readUTF(),
                    in.readInt(),
                    spec(SizedBytes.read(in)),
                    new String(SizedBytes.read(in), StandardCharsets.UTF_8)));

    /** The contract's encoding, without a format version: state has had this form in all releases. */
    static final Codec<WrittenSpec> WRITTEN_SPEC = new Codec<>() {
        @Override
        public byte[] encode(WrittenSpec value) {
            return value.bytes();
        }

        @Override
        public WrittenSpec decode(byte[] bytes) throws MalformedRecordException {
            return WrittenSpec.read(bytes);
        }
    };

    static final Codec<Snapshot> SNAPSHOT = codec(
            (snapshot, out) -> {
                out.writeUTF(snapshot.policyId());
                out.writeLong(snapshot.version());
                SizedBytes.write(
                        snapshot.state().map(Codecs.LEARNER_STATE::encode).orElse(new byte[0]), out);
            },
            (in, version) -> new Snapshot(in.readUTF(), in.readLong(), state(SizedBytes.read(in))));

    static final Codec<Assembly> ASSEMBLY = codec(
            (assembly, out) -> {
                out.writeInt(assembly.incarnation());
                out.writeLong(assembly.nextSequence());
                out.writeInt(assembly.givenUp());
                out.writeInt(assembly.duplicates());
                out.writeInt(assembly.blocks().size());
                for (TransitionBlock block : assembly.blocks()) {
                    SizedBytes.write(Codecs.TRANSITION_BLOCK.encode(block), out);
                }
            },
            (in, version) -> {
                int incarnation = in.readInt();
                long next = in.readLong();
                int givenUp = in.readInt();
                int duplicates = version < 2 ? 0 : in.readInt();
                List<TransitionBlock> blocks = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    blocks.add(Codecs.TRANSITION_BLOCK.decode(SizedBytes.read(in)));
                }
                return new Assembly(incarnation, next, givenUp, duplicates, blocks);
            });

    private InternalCodecs() {}

    private interface Writer<T> {
        void write(T value, DataOutputStream out) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in, int version) throws IOException, MalformedRecordException;
    }

    private static <T> Codec<T> codec(Writer<T> writer, Reader<T> reader) {
        return new Codec<>() {
            @Override
            public byte[] encode(T value) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes);
                try {
                    out.writeByte(VERSION);
                    writer.write(value, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return bytes.toByteArray();
            }

            @Override
            public T decode(byte[] bytes) throws MalformedRecordException {
                DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
                try {
                    int version = in.readByte();
                    if (version < 1 || version > VERSION) {
                        throw new MalformedRecordException("Format " + version + " is newer than this build.");
                    }
                    return reader.read(in, version);
                } catch (IOException e) {
                    throw new MalformedRecordException("The value ends too early.", e);
                }
            }
        };
    }

    private static void write(Rollout rollout, DataOutputStream out) throws IOException {
        out.writeUTF(rollout.policyId());
        out.writeInt(rollout.agent());
        out.writeLong(rollout.index());
        out.writeBoolean(rollout.provisional());
        out.writeInt(rollout.duplicates());
        SizedBytes.write(rollout.marks(), out);
        SizedBytes.write(rollout.observations(), out);
        SizedBytes.write(rollout.actions(), out);
        SizedBytes.write(rollout.logProbabilities(), out);
        SizedBytes.write(rollout.rewards(), out);
        SizedBytes.write(rollout.terminated(), out);
        SizedBytes.write(rollout.truncated(), out);
        SizedBytes.write(rollout.actionMasks(), out);
        SizedBytes.write(rollout.nextObservations(), out);
    }

    private static Rollout rollout(DataInputStream in, int version) throws IOException {
        return new Rollout(
                in.readUTF(),
                in.readInt(),
                in.readLong(),
                in.readBoolean(),
                version < 2 ? 0 : in.readInt(),
                SizedBytes.read(in),
                SizedBytes.read(in),
                SizedBytes.read(in),
                SizedBytes.read(in),
                SizedBytes.read(in),
                SizedBytes.read(in),
                SizedBytes.read(in),
                version < 2 ? new byte[0] : SizedBytes.read(in),
                SizedBytes.read(in));
    }

    private static void write(SimulatorReport report, DataOutputStream out) throws IOException {
        out.writeUTF(report.policyId());
        out.writeUTF(report.process());
        out.writeUTF(report.software());
        out.writeInt(report.environments().size());
        for (String environment : report.environments()) {
            out.writeUTF(environment);
        }
        out.writeUTF(report.rejection());
        out.writeInt(report.validMillis());
    }

    private static SimulatorReport report(DataInputStream in) throws IOException {
        String policyId = in.readUTF();
        String process = in.readUTF();
        String software = in.readUTF();
        List<String> environments = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            environments.add(in.readUTF());
        }
        return new SimulatorReport(policyId, process, software, environments, in.readUTF(), in.readInt());
    }

    private static Optional<TrainingSpec> spec(byte[] bytes) throws MalformedRecordException {
        return bytes.length == 0 ? Optional.empty() : Optional.of(Codecs.TRAINING_SPEC.decode(bytes));
    }

    private static Optional<LearnerState> state(byte[] bytes) throws MalformedRecordException {
        return bytes.length == 0 ? Optional.empty() : Optional.of(Codecs.LEARNER_STATE.decode(bytes));
    }

    private static Optional<TransitionBlock> block(byte[] bytes) throws MalformedRecordException {
        return bytes.length == 0 ? Optional.empty() : Optional.of(Codecs.TRANSITION_BLOCK.decode(bytes));
    }
}
