package dev.streamgrad.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.Examples;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.record.AgentRecord;
import dev.streamgrad.contract.record.EpisodeSummary;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.SimulatorAnnouncement;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.record.TransitionBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class CodecsTest {

    @Test
    void decodesEveryRecordAsItWasEncoded() throws MalformedRecordException {
        assertRoundTrip(Codecs.TRANSITION_BLOCK, Examples.block());
        assertRoundTrip(Codecs.TRANSITION_BLOCK, Examples.closing());
        assertRoundTrip(Codecs.POLICY_UPDATE, Examples.policy());
        assertRoundTrip(Codecs.TRAINING_SPEC, Examples.spec());
        assertRoundTrip(Codecs.LEARNER_STATE, Examples.state());
        assertRoundTrip(Codecs.AGENT, new AgentRecord("p", 1, 2, 3, 4, 5, "simulator-1"));
        assertRoundTrip(
                Codecs.ANNOUNCEMENT,
                new SimulatorAnnouncement(
                        "host-1", "java 1", List.of("Taxi-v3"), List.of("p"), Map.of("q", "It is unknown."), 10_000));
        assertRoundTrip(Codecs.STATUS, new PolicyStatus("p", PolicyStatus.State.STALLED, "agent 3 is silent", 7, 0));
        assertRoundTrip(Codecs.METRICS, new TrainingMetrics("p", 3, 96, Map.of("train/loss", 0.5)));
        assertRoundTrip(Codecs.METRICS, new EpisodeSummary("p", 1, 2, 40, 21.5, 21, true));
    }

    private static <T> void assertRoundTrip(Codec<T> codec, T value) throws MalformedRecordException {
        T decoded = codec.decode(codec.encode(value));
        assertThat(decoded)
                .usingRecursiveComparison()
                .withComparatorForType(Double::compare, Double.class)
                .isEqualTo(value);
    }

    @Test
    void encodesABlockAsTheContractSpecifies() {
        // Header (marker, fingerprint), then the fields in the schema's order; docs/contract.md shows the same bytes.
        assertThat(HexFormat.of().formatHex(Codecs.TRANSITION_BLOCK.encode(Examples.block())))
                .isEqualTo("c301" + "8db7b3453cf0816c"
                        + "1063617274706f6c65" + "06" + "00" + "08" + "08" + "02" + "0e" + "04"
                        + "100000803f00000040" + "100100000000000000" + "10000000bf000080bf"
                        + "20000000000000f03f0000000000000040" + "040100" + "040000" + "0800004040" + "000000");
        assertThat(HexFormat.of().formatHex(Codecs.TRANSITION_BLOCK.encode(Examples.closing())))
                .isEqualTo("c301" + "2e920b18d43987ef"
                        + "1063617274706f6c65" + "06" + "00" + "08" + "08" + "02" + "0e" + "04"
                        + "100000803f00000040" + "100100000000000000" + "10000000bf000080bf"
                        + "20000000000000f03f0000000000000040" + "040100" + "040000" + "100000404000008040" + "000000"
                        + "01");
    }

    @Test
    void theContractListsTheHeaderOfEverySchema() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "contract.md"));
        for (String name : Schemas.NAMES) {
            String header = HexFormat.of().formatHex(SingleObject.header(Schemas.fingerprint(Schemas.current(name))));
            assertThat(page)
                    .contains("| " + name + " | `" + header.substring(0, 4) + " " + header.substring(4) + "` |");
        }
    }

    @Test
    void avroReadsWhatTheHandWrittenCodecWrites() throws MalformedRecordException {
        assertAvroReads(Schemas.released("1", "TransitionBlock").orElseThrow(), Examples.block());
        assertAvroReads(Schemas.current("TransitionBlock"), Examples.closing());
    }

    private static void assertAvroReads(Schema schema, TransitionBlock block) throws MalformedRecordException {
        byte[] bytes = Codecs.TRANSITION_BLOCK.encode(block);
        GenericRecord generic = SingleObject.read(schema, schema, bytes);
        assertThat(generic.get("policyId")).hasToString("cartpole");
        assertThat(generic.get("firstSequence")).isEqualTo(4L);
        assertThat(SingleObject.write(SingleObject.header(Schemas.fingerprint(schema)), schema, generic, 0))
                .isEqualTo(bytes);
    }

    @Test
    void readsARecordOfAnOlderWriter() throws MalformedRecordException {
        Schema current = Schemas.current("AgentRecord");
        Schema newer = Schema.createRecord("AgentRecord", "", "dev.streamgrad.contract", false);
        java.util.ArrayList<Schema.Field> more = new java.util.ArrayList<>(current.getFields().stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
        more.add(new Schema.Field("added", Schema.create(Schema.Type.INT), "", 42));
        newer.setFields(more);
        byte[] written = Codecs.AGENT.encode(new AgentRecord("p", 1, 2, 3, 4, 5, "simulator-1"));
        assertThat(SingleObject.read(current, newer, written).get("added")).isEqualTo(42);
    }

    @Test
    void currentSchemasReadTheReleasedOnes() {
        for (String version : Schemas.releasedVersions()) {
            for (String name : Schemas.NAMES) {
                Schemas.released(version, name).ifPresent(writer -> {
                    var result = SchemaCompatibility.checkReaderWriterCompatibility(Schemas.current(name), writer);
                    assertThat(result.getType())
                            .as("%s written by release %s: %s", name, version, result.getDescription())
                            .isEqualTo(SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE);
                });
            }
        }
    }

    @Test
    void theCompatibilityCheckDetectsAnIncompatibleChange() {
        Schema writer = Schemas.current("AgentRecord");
        Schema reader = new Schema.Parser()
                .parse(writer.toString()
                        .replace("\"name\":\"agent\",\"type\":\"int\"", "\"name\":\"agent\",\"type\":\"string\""));
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getType())
                .isEqualTo(SchemaCompatibility.SchemaCompatibilityType.INCOMPATIBLE);
    }

    @Test
    void reportsAnUnknownSchema() {
        byte[] bytes = Codecs.AGENT.encode(new AgentRecord("p", 1, 2, 3, 4, 5, "simulator-1"));
        bytes[3] ^= 1;
        assertThatThrownBy(() -> Codecs.AGENT.decode(bytes))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("upgraded first");
    }

    @Test
    void damagedBytesThrowOnlyMalformedRecordException() {
        RandomStream random = new RandomStream(1, Domain.EVALUATION);
        for (Codec<?> codec : List.of(Codecs.TRANSITION_BLOCK, Codecs.LEARNER_STATE, Codecs.TRAINING_SPEC)) {
            byte[] good = good(codec);
            for (int length = 0; length < good.length; length++) {
                byte[] truncated = Arrays.copyOf(good, length);
                assertThatThrownBy(() -> codec.decode(truncated)).isInstanceOf(MalformedRecordException.class);
            }
            for (int i = 0; i < 20_000; i++) {
                byte[] damaged = good.clone();
                random.at(0, i);
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    int at = SingleObject.HEADER + random.nextInt(good.length - SingleObject.HEADER);
                    damaged[at] = (byte) random.nextLong();
                }
                try {
                    codec.decode(damaged);
                } catch (MalformedRecordException expected) {
                    assertThat(expected.getMessage()).isNotBlank();
                }
            }
        }
    }

    private static byte[] good(Codec<?> codec) {
        if (codec == Codecs.TRANSITION_BLOCK) {
            return Codecs.TRANSITION_BLOCK.encode(Examples.block());
        }
        return codec == Codecs.LEARNER_STATE
                ? Codecs.LEARNER_STATE.encode(Examples.state())
                : Codecs.TRAINING_SPEC.encode(Examples.spec());
    }

    @Test
    void rejectsABlockThatCrossesTheEndOfItsRollout() {
        TransitionBlock good = Examples.block();
        TransitionBlock across = new TransitionBlock(
                good.policyId(),
                3,
                0,
                3,
                4,
                1,
                7,
                2,
                good.observations(),
                good.actions(),
                good.logProbabilities(),
                good.rewards(),
                good.terminated(),
                good.truncated(),
                good.nextObservations(),
                new byte[0],
                false);
        assertThatThrownBy(() -> Codecs.TRANSITION_BLOCK.decode(Codecs.TRANSITION_BLOCK.encode(across)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("end of its rollout");
    }
}
