package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.Schemas;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.Faults;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.SpecOptions;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.job.state.JobType;
import dev.streamgrad.job.state.ReceivedBlock;
import dev.streamgrad.job.state.ReceivedSpec;
import dev.streamgrad.job.state.WrittenSpec;
import dev.streamgrad.learner.rollout.AssemblyEvent;
import dev.streamgrad.learner.rollout.Breakdown;
import dev.streamgrad.learner.rollout.Rollout;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** A spec that cannot work fails its own policy with a reason; other policies are not affected. */
@SuppressWarnings("try") // the harness's close() may be interrupted
class HostileSpecTest {

    private final SmallTraining training = SmallTraining.run(SmallTraining.spec("cartpole", 1));

    @Test
    void aSpecThatExceedsTheHeapFailsOnlyItsPolicyAlsoAfterARestart() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            harness.processElement2(ReceivedSpec.of(huge()), 0);
            assertThat(last(harness, "huge").state()).isEqualTo(PolicyStatus.State.FAILED);
            assertThat(last(harness, "huge").reason())
                    .contains("could not begin")
                    .contains("MiB of heap, but the process has");
            snapshot = harness.snapshot(1, 1);
        }
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processElement2(ReceivedSpec.of(huge()), 0); // read again
            harness.processElement1(rolloutOf("huge"), 0);
            harness.setProcessingTime(100_000);
            for (Rollout rollout : training.rollouts()) {
                harness.processElement1(rollout, 0);
            }
            assertThat(LearnFunctionTest.hashes(harness, "cartpole"))
                    .containsAll(training.hashes().subList(1, training.hashes().size()));
            assertThat(LearnFunctionTest.hashes(harness, "huge")).isEmpty();
        }
    }

    /** 16,777,216 transitions per batch, with a lag of 64 versions: about 40 GB. */
    private TrainingSpec huge() {
        return with("policyId=huge", "rollouts.agents=16", "rollouts.rolloutLength=1048576", "rollouts.lag=64");
    }

    private Rollout rolloutOf(String policyId) {
        Rollout like = training.rollouts().get(0);
        return new Rollout(
                policyId,
                0,
                0,
                false,
                0,
                like.marks(),
                like.observations(),
                like.actions(),
                like.logProbabilities(),
                like.rewards(),
                like.terminated(),
                like.truncated(),
                like.actionMasks(),
                like.nextObservations());
    }

    @Test
    void aSpecInACheckpointThatThisReleaseRejectsFailsOnlyItsPolicy() throws Exception {
        SmallTraining other = SmallTraining.run(SmallTraining.spec("another", 1));
        OperatorSubtaskState snapshot;
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            harness.processElement2(ReceivedSpec.of(other.spec()), 0);
            keep(rejectable(training.spec()), harness);
            snapshot = harness.snapshot(1, 1);
        }
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processElement1(training.rollouts().get(0), 0);
            for (Rollout rollout : other.rollouts()) {
                harness.processElement1(rollout, 0);
            }
            assertThat(last(harness, "cartpole").state()).isEqualTo(PolicyStatus.State.FAILED);
            assertThat(last(harness, "cartpole").reason())
                    .contains("This release rejects the training spec")
                    .contains("budget.snapshotEvery");
            // With version 0: a restored learner publishes its newest version again.
            assertThat(LearnFunctionTest.hashes(harness, "another")).isEqualTo(other.hashes());
        }
    }

    /** The spec with a value that an earlier release, with wider ranges, could have accepted. */
    private static byte[] rejectable(TrainingSpec spec) throws Exception {
        byte[] written = Codecs.TRAINING_SPEC.encode(spec);
        Schema schema = Schemas.current("TrainingSpec");
        int header = 10;
        GenericRecord record = new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(written, header, written.length - header, null));
        ((GenericRecord) record.get("budget")).put("snapshotEvery", -1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(written, 0, header);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        return bytes.toByteArray();
    }

    private static void keep(byte[] spec, KeyedTwoInputStreamOperatorTestHarness<String, ?, ?, PolicyUpdate> harness)
            throws Exception {
        var backend = harness.getOperator().<String>getKeyedStateBackend();
        backend.setCurrentKey("cartpole");
        backend.getPartitionedState(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        new ValueStateDescriptor<>("spec", JobType.SPEC.serializer()))
                .update(WrittenSpec.read(spec));
    }

    @Test
    void aBreakdownOfTheAssemblyFailsThePolicyAndPublishesItsLastVersion() throws Exception {
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            harness.processElement1(new Breakdown("cartpole", "no memory"), 0);
            harness.processElement1(new Breakdown("cartpole", "again"), 0);
            harness.processElement1(training.rollouts().get(0), 0);
            assertThat(last(harness, "cartpole").state()).isEqualTo(PolicyStatus.State.FAILED);
            assertThat(last(harness, "cartpole").reason()).isEqualTo("no memory");
            List<PolicyUpdate> updates = harness.extractOutputValues();
            assertThat(updates).hasSize(2);
            assertThat(updates.get(1).last()).isTrue();
        }
    }

    @Test
    void aRejectedSpecFailsAPolicyThatHasNotBegunAndAValidSpecBeginsIt() throws Exception {
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.rejected("cartpole", 0, "rollouts.agents is 0."), 0);
            assertThat(last(harness, "cartpole").state()).isEqualTo(PolicyStatus.State.FAILED);
            assertThat(last(harness, "cartpole").reason())
                    .isEqualTo("Revision 0 of the training spec is rejected: rollouts.agents is 0.");
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            assertThat(last(harness, "cartpole").state()).isEqualTo(PolicyStatus.State.RUNNING);
            for (Rollout rollout : training.rollouts()) {
                harness.processElement1(rollout, 0);
            }
            assertThat(LearnFunctionTest.hashes(harness, "cartpole")).isEqualTo(training.hashes());
        }
    }

    @Test
    void theStatusReportsARejectedRevisionAndTrainingContinues() throws Exception {
        try (var harness = LearnFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processElement2(ReceivedSpec.of(training.spec()), 0);
            harness.processElement2(ReceivedSpec.of(with("revision=1", "network.hidden=8")), 0);
            assertThat(last(harness, "cartpole").state()).isEqualTo(PolicyStatus.State.RUNNING);
            assertThat(last(harness, "cartpole").reason())
                    .contains("Revision 1 is ignored because it changes [network]");
            harness.processElement2(ReceivedSpec.rejected("cartpole", 2, "rollouts.agents is 0."), 0);
            assertThat(last(harness, "cartpole").state()).isEqualTo(PolicyStatus.State.RUNNING);
            assertThat(last(harness, "cartpole").reason()).contains("Revision 2 of the training spec is rejected");
            for (Rollout rollout : training.rollouts()) {
                harness.processElement1(rollout, 0);
            }
            assertThat(LearnFunctionTest.hashes(harness, "cartpole")).isEqualTo(training.hashes());
        }
    }

    private TrainingSpec with(String... settings) {
        ObjectNode tree = (ObjectNode) SpecJson.tree(training.spec());
        Faults faults = new Faults();
        for (String setting : settings) {
            String[] pair = setting.split("=", 2);
            SpecOptions.set(tree, pair[0], pair[1], faults);
        }
        faults.throwIfAny();
        return SpecJson.read(tree);
    }

    private static PolicyStatus last(AbstractStreamOperatorTestHarness<PolicyUpdate> harness, String policyId) {
        return harness.getSideOutput(SideOutputs.STATUS).stream()
                .map(record -> record.getValue())
                .filter(status -> status.policyId().equals(policyId))
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    @Test
    void aBlockThatBreaksTheAssemblyFailsItsPolicyAndIsADeadLetter() throws Exception {
        try (var harness = AssembleFunctionTest.harness(1, 0)) {
            harness.open();
            harness.processBroadcastElement(ReceivedSpec.of(training.spec()), 0);
            harness.processElement(
                    AssembleFunctionTest.received(training.blocks().get(0)), 0);
            assertThat(AssembleFunctionTest.reasons(harness)).isEmpty();
            harness.processElement(broken(), 0);
            assertThat(AssembleFunctionTest.reasons(harness))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("could not be assembled");
            assertThat(harness.extractOutputValues().stream().filter(Breakdown.class::isInstance))
                    .extracting(AssemblyEvent::policyId)
                    .containsExactly("cartpole");
        }
    }

    /** A block that no decoder returns: its rows have no truncated flags. */
    private ReceivedBlock broken() {
        var block = training.blocks().get(1);
        return AssembleFunctionTest.received(Blocks.withTruncated(block, new byte[0]));
    }
}
