package dev.streamgrad.benchmarks.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.Schemas;
import dev.streamgrad.contract.record.AgentRecord;
import dev.streamgrad.contract.record.EpisodeSummary;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.SimulatorAnnouncement;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.JobType;
import dev.streamgrad.job.state.RawRecord;
import dev.streamgrad.job.state.ReceivedBlock;
import dev.streamgrad.job.state.ReceivedSpec;
import dev.streamgrad.job.state.Snapshot;
import dev.streamgrad.job.state.WrittenSpec;
import dev.streamgrad.learner.rollout.Assembly;
import dev.streamgrad.learner.rollout.Breakdown;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutAssembler;
import dev.streamgrad.learner.rollout.SignOfLife;
import dev.streamgrad.learner.update.Learner;
import dev.streamgrad.learner.update.PolicyPublication;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Records that are well formed, from which the fuzzer sets out. */
final class FuzzSeeds {

    private static final String POLICY = "cartpole";

    private FuzzSeeds() {}

    /** Writes the seeds of the target that is named into a directory. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[1]));
        List<byte[]> seeds = of(FuzzTarget.titled(arguments[0]));
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(directory.resolve("seed-" + i), seeds.get(i));
        }
    }

    /** Examples of the target, and one record of random values per released schema. */
    static List<byte[]> of(FuzzTarget target) {
        List<byte[]> seeds = new ArrayList<>(examples(target));
        for (String name : target.schemas()) {
            List<Schema> writers = new ArrayList<>(List.of(Schemas.current(name)));
            Schemas.releasedVersions()
                    .forEach(version -> Schemas.released(version, name).ifPresent(writers::add));
            writers.forEach(writer -> seeds.add(random(writer)));
        }
        return seeds;
    }

    /** Examples that the target must decode. */
    static List<byte[]> examples(FuzzTarget target) {
        return switch (target) {
            case TRANSITION_BLOCK -> List.of(Codecs.TRANSITION_BLOCK.encode(block()));
            case POLICY_UPDATE ->
                List.of(Codecs.POLICY_UPDATE.encode(
                        PolicyPublication.publication(spec(), Learner.initialState(spec()), false)));
            case TRAINING_SPEC ->
                specs().stream().map(Codecs.TRAINING_SPEC::encode).toList();
            case LEARNER_STATE -> List.of(Codecs.LEARNER_STATE.encode(state()));
            case AGENT_RECORD -> List.of(Codecs.AGENT.encode(new AgentRecord(POLICY, 1, 2, 3, 4, 5, "simulator-1")));
            case ANNOUNCEMENT ->
                List.of(Codecs.ANNOUNCEMENT.encode(new SimulatorAnnouncement(
                        "host-1",
                        "java 1",
                        List.of("Taxi-v3"),
                        List.of(POLICY),
                        Map.of("q", "It is unknown."),
                        10_000)));
            case POLICY_STATUS ->
                List.of(Codecs.STATUS.encode(
                        new PolicyStatus(POLICY, PolicyStatus.State.STALLED, "agent 3 is silent", 7, 0)));
            case METRICS ->
                List.of(
                        Codecs.METRICS.encode(new TrainingMetrics(POLICY, 3, 96, Map.of("train/loss", 0.5))),
                        Codecs.METRICS.encode(new EpisodeSummary(POLICY, 1, 2, 40, 21.5, 21, true)));
            case JOB_STATE -> jobState();
            case SPEC_JSON ->
                specs().stream()
                        .map(spec -> SpecJson.write(spec).getBytes(StandardCharsets.UTF_8))
                        .toList();
        };
    }

    private static TrainingSpec spec() {
        return SpecJson.read(specTree());
    }

    private static JsonNode specTree() {
        try (InputStream stream = Objects.requireNonNull(FuzzSeeds.class.getResourceAsStream("/example-spec.json"))) {
            return SpecJson.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One per kind of space, so that the fuzzer knows them all. */
    private static List<TrainingSpec> specs() {
        List<Space> spaces = List.of(
                new Discrete(3),
                new MultiDiscrete(new int[] {2, 5}),
                new MultiBinary(4),
                Box.of(new float[] {-1}, new float[] {1}));
        List<TrainingSpec> specs = new ArrayList<>(List.of(spec()));
        for (Space space : spaces) {
            JsonNode tree = specTree();
            ((ObjectNode) tree.get("environment")).set("observationSpace", SpecJson.tree(space));
            ((ObjectNode) tree.get("environment")).set("actionSpace", SpecJson.tree(space));
            specs.add(SpecJson.read(tree));
        }
        return specs;
    }

    private static LearnerState state() {
        return Learner.initialState(spec());
    }

    /** Two rows of CartPole, whose first ends its episode. */
    private static TransitionBlock block() {
        byte[] flags = {1, 0};
        int length = spec().rollouts().rolloutLength();
        return new TransitionBlock(
                POLICY,
                0,
                0,
                length,
                length,
                1,
                7,
                2,
                floats(8),
                ints(2),
                floats(2),
                doubles(2),
                flags,
                new byte[2],
                floats(4),
                new byte[0],
                false);
    }

    private static List<byte[]> jobState() {
        RawRecord raw = new RawRecord("transitions", 2, 77, new byte[] {1, 2}, new byte[] {3});
        Assembly halfway =
                new RolloutAssembler(spec()).offer(Assembly.EMPTY, block()).state();
        Rollout rollout = new RolloutAssembler(spec())
                .giveUp(halfway, POLICY, 0)
                .completed()
                .get(0);
        return List.of(
                jobState(JobType.RAW_RECORD, raw),
                jobState(JobType.DEAD_LETTER, DeadLetter.of(raw, "why")),
                jobState(JobType.ARRIVAL, ReceivedBlock.of(raw, block())),
                jobState(JobType.ASSEMBLY, halfway),
                jobState(JobType.ROLLOUT, rollout),
                jobState(JobType.ASSEMBLY_EVENT, rollout),
                jobState(JobType.ASSEMBLY_EVENT, new SignOfLife(POLICY, 2)),
                jobState(JobType.ASSEMBLY_EVENT, new Breakdown(POLICY, "why")),
                jobState(JobType.SPEC_ARRIVAL, ReceivedSpec.of(spec())),
                jobState(JobType.SPEC_ARRIVAL, ReceivedSpec.rejected(POLICY, 7, "why not")),
                jobState(JobType.SPEC, WrittenSpec.of(spec())),
                jobState(JobType.SNAPSHOT, Snapshot.of(state())),
                jobState(JobType.SNAPSHOT, Snapshot.deleted(POLICY, 3)));
    }

    private static <T> byte[] jobState(JobType<T> type, T value) {
        try {
            DataOutputSerializer out = new DataOutputSerializer(64);
            out.writeByte(FuzzTarget.JOB_TYPES.indexOf(type));
            type.serializer().serialize(value, out);
            return out.getCopyOfBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] random(Schema writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xC3)
                .put((byte) 0x01)
                .putLong(Schemas.fingerprint(writer))
                .array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<>(writer)
                    .write(new RandomData(writer, 1, 42L).iterator().next(), encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] floats(int count) {
        return new byte[count * Float.BYTES];
    }

    private static byte[] ints(int count) {
        return new byte[count * Integer.BYTES];
    }

    private static byte[] doubles(int count) {
        return new byte[count * Double.BYTES];
    }
}
