package dev.streamgrad.job.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.job.pipeline.SmallTraining;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.AssemblyEvent;
import dev.streamgrad.learner.rollout.Breakdown;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutAssembler;
import dev.streamgrad.learner.rollout.RolloutBatch;
import dev.streamgrad.learner.rollout.SignOfLife;
import dev.streamgrad.learner.rollout.SimulatorReport;
import dev.streamgrad.learner.update.Learner;
import dev.streamgrad.learner.update.PolicyPublication;
import dev.streamgrad.learner.update.UpdateResult;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A serializer that is restored from a checkpoint reads back every value of the checkpoint in full. */
final class JobTypeSerializerTest {

    /** A type, with a value that uses all parts of the type. */
    private record Case<T>(JobType<T> jobType, T value) {
        @Override
        public String toString() {
            return jobType.name();
        }
    }

    static List<Case<?>> values() {
        SmallTraining training = SmallTraining.run(SmallTraining.spec("cartpole", 0));
        TrainingSpec spec = training.spec();
        TransitionBlock block = training.blocks().get(0);
        RawRecord raw = new RawRecord("transitions", 2, 77, new byte[] {1, 2}, Codecs.TRANSITION_BLOCK.encode(block));
        RolloutAssembler assembler = new RolloutAssembler(spec);
        Assembly halfway = assembler.offer(Assembly.EMPTY, block).state();
        List<Rollout> first = training.rollouts().subList(0, spec.rollouts().agents());
        try (Learner learner = new Learner()) {
            UpdateResult update = learner.update(spec, Learner.initialState(spec), RolloutBatch.of(spec, first));
            LearnerState state = update.state();
            PolicyStatus status = new PolicyStatus("cartpole", PolicyStatus.State.STALLED, "agent 3 is silent", 1, 0);
            return List.of(
                    new Case<>(JobType.RAW_RECORD, raw),
                    new Case<>(JobType.DEAD_LETTER, DeadLetter.of(raw, "why")),
                    new Case<>(JobType.ARRIVAL, ReceivedBlock.of(raw, block)),
                    new Case<>(JobType.ASSEMBLY, halfway),
                    new Case<>(JobType.ROLLOUT, first.get(0)),
                    new Case<AssemblyEvent>(JobType.ASSEMBLY_EVENT, first.get(1)),
                    new Case<AssemblyEvent>(JobType.ASSEMBLY_EVENT, new SignOfLife("cartpole", 2)),
                    new Case<AssemblyEvent>(JobType.ASSEMBLY_EVENT, new Breakdown("cartpole", "why")),
                    new Case<AssemblyEvent>(
                            JobType.ASSEMBLY_EVENT,
                            new SimulatorReport("cartpole", "host-1", "java", List.of("Taxi-v3"), "why", 10_000)),
                    new Case<>(JobType.SPEC, WrittenSpec.of(spec)),
                    new Case<>(JobType.SPEC_ARRIVAL, ReceivedSpec.of(spec)),
                    new Case<>(JobType.SPEC_ARRIVAL, ReceivedSpec.rejected("cartpole", 7, "why not")),
                    new Case<>(JobType.SNAPSHOT, Snapshot.of(state)),
                    new Case<>(JobType.SNAPSHOT, Snapshot.deleted("cartpole", 3)),
                    new Case<>(JobType.LEARNER, state),
                    new Case<>(JobType.POLICY, PolicyPublication.publication(spec, state, false)),
                    new Case<>(JobType.METRICS, update.metrics()),
                    new Case<>(JobType.STATUS, status));
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    <T> void theRestoredSerializerReadsTheWrittenValues(Case<T> example) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializer<T> serializer = example.jobType.serializer();
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        serializer.serialize(example.value, out);
        serializer.serialize(example.value, out);

        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        TypeSerializerSnapshot<T> snapshot =
                TypeSerializerSnapshot.readVersionedSnapshot(in, getClass().getClassLoader());
        TypeSerializer<T> restored = snapshot.restoreSerializer();
        assertSame(restored.deserialize(in), example.value);
        DataOutputSerializer copy = new DataOutputSerializer(64);
        restored.copy(in, copy);
        assertThat(in.available()).isZero();
        assertSame(restored.deserialize(new DataInputDeserializer(copy.getCopyOfBuffer())), example.value);
        assertThat(serializer
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(snapshot)
                        .isCompatibleAsIs())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("values")
    <T> void rejectsTheCheckpointOfAnotherType(Case<T> example) throws IOException {
        JobType<?> other = example.jobType.equals(JobType.STATUS) ? JobType.METRICS : JobType.STATUS;
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, other.serializer().snapshotConfiguration());
        TypeSerializerSnapshot<T> snapshot = TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());
        assertThat(example.jobType
                        .serializer()
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(snapshot)
                        .isIncompatible())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("values")
    <T> void theErrorOfDamagedStateNamesTheType(Case<T> example) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        out.writeInt(3);
        out.write(new byte[] {9, 9, 9});
        assertThatThrownBy(() ->
                        example.jobType.serializer().deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(example.jobType.name());
    }

    @ParameterizedTest
    @MethodSource("values")
    <T> void truncatedStateIsAnIoException(Case<T> example) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        byte[] whole = example.jobType.codec().encode(example.value);
        for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
            out.clear();
            SizedBytes.write(Arrays.copyOf(whole, length), out);
            assertThatThrownBy(() ->
                            example.jobType.serializer().deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                    .isInstanceOf(IOException.class);
        }
    }

    private static void assertSame(Object read, Object written) {
        assertThat(read)
                .usingRecursiveComparison()
                .withEqualsForType((one, other) -> Double.compare(one, other) == 0, Double.class) // NaN is NaN
                .isEqualTo(written);
    }
}
