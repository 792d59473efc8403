package dev.streamgrad.actor.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.Examples;
import dev.streamgrad.contract.codec.Codec;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.codec.Schemas;
import dev.streamgrad.contract.record.AgentRecord;
import dev.streamgrad.contract.record.Forgery;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.SimulatorAnnouncement;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.NetworkSpec;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.contract.topic.Partitions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Headers, keys, partitions, and the encoding of records. */
final class RecordCases {

    private static final List<String> SCHEMAS = List.of(
            "TrainingSpec", "TransitionBlock", "PolicyUpdate", "PolicyStatus", "AgentRecord", "SimulatorAnnouncement");

    private RecordCases() {}

    static List<CaseFile> all() {
        return List.of(headers(), keys(), partitions(), encoding(), decoding());
    }

    private static CaseFile headers() {
        CaseFile file = new CaseFile(
                "headers",
                "The fingerprint of the current schema, as a number in hexadecimal, and the ten bytes with which a record begins.");
        for (String schema : SCHEMAS) {
            long fingerprint = Schemas.fingerprint(Schemas.current(schema));
            byte[] header = ByteBuffer.allocate(10)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put((byte) 0xC3)
                    .put((byte) 0x01)
                    .putLong(fingerprint)
                    .array();
            file.add(
                    schema,
                    Json.object("schema", schema),
                    Json.object("fingerprint", HexFormat.of().toHexDigits(fingerprint), "header", header));
        }
        return file;
    }

    private static CaseFile keys() {
        CaseFile file = new CaseFile("keys", "The key of a record, by topic.");
        key(
                file,
                "a block",
                Json.object("topic", "transitions", "policyId", "cartpole", "agent", 12),
                Keys.agent("cartpole", 12));
        for (long version : new long[] {0, 4, 9_999_999_999L}) {
            ObjectNode input = Json.object("topic", "policies", "policyId", "a.b_c-9", "version", version, "lag", 1);
            key(file, "version " + version, input, Keys.policy("a.b_c-9", version, 1));
        }
        String submission = "00112233445566778899aabbccddeeff";
        key(
                file,
                "a submission",
                Json.object("topic", "training-specs", "policyId", "cartpole", "revision", 2, "submission", submission),
                Keys.submission("cartpole", 2, submission));
        key(
                file,
                "a claim",
                Json.object("topic", "agents", "policyId", "cartpole", "agent", 12, "claim", submission),
                Keys.claim("cartpole", 12, submission));
        return file;
    }

    private static void key(CaseFile file, String name, ObjectNode input, String key) {
        file.add(name, input, Json.object("key", key));
    }

    private static CaseFile partitions() {
        CaseFile file = new CaseFile("partitions", "The partition of an agent's blocks.");
        partition(file, "cartpole", 0, 4);
        partition(file, "cartpole", 3, 4);
        partition(file, "größe", 1, 7);
        partition(file, "a.b_c-9", 65_535, 12);
        partition(file, "wrap-0", 0, 1000);
        partition(file, "x", 17, 1);
        return file;
    }

    private static void partition(CaseFile file, String policyId, int agent, int partitions) {
        file.add(
                policyId + ", agent " + agent + " of " + partitions,
                Json.object("policyId", policyId, "agent", agent, "partitions", partitions),
                Json.object("partition", Partitions.of(policyId, agent, partitions)));
    }

    private static CaseFile encoding() {
        CaseFile file = new CaseFile(
                "encoding",
                "The bytes of a record. Fields of type bytes are hexadecimal; a training spec has the form of spec.json.");
        TransitionBlock example = Examples.block();
        encode(file, "the example of the contract", Codecs.TRANSITION_BLOCK, example, RecordCases::block);
        TransitionBlock large = Forgery.of(
                example,
                Map.of("incarnation", Integer.MAX_VALUE, "firstSequence", 1L << 40, "episode", 3_000_000_000L));
        encode(file, "large numbers", Codecs.TRANSITION_BLOCK, large, RecordCases::block);
        TransitionBlock masked = Forgery.of(example, Map.of("actionMasks", new byte[] {1, 1, 0, 1}));
        encode(file, "masks", Codecs.TRANSITION_BLOCK, masked, RecordCases::block);
        encode(
                file,
                "a block that closes its rollout",
                Codecs.TRANSITION_BLOCK,
                Examples.closing(),
                RecordCases::block);
        AgentRecord claim = AgentRecord.claim("cartpole", 3, 7, 4096, "host-17-0123abcd");
        encode(file, "a claim", Codecs.AGENT, claim, SpecJson::tree);
        encode(file, "an announcement", Codecs.ANNOUNCEMENT, announcement(10_000), SpecJson::tree);
        encode(file, "a process that leaves", Codecs.ANNOUNCEMENT, announcement(0), SpecJson::tree);
        encode(file, "a training spec", Codecs.TRAINING_SPEC, Examples.spec(), SpecJson::tree);
        return file;
    }

    private static SimulatorAnnouncement announcement(int validMillis) {
        return new SimulatorAnnouncement(
                "host-17-0123abcd",
                "plain-python-actor 1",
                List.of("CartPole-v1", "Inventory-v0"),
                List.of("cartpole"),
                Map.of("acrobot", "This process has no environment Acrobot-v1."),
                validMillis);
    }

    private static <T extends Record> void encode(
            CaseFile file, String name, Codec<T> codec, T value, Function<T, JsonNode> form) {
        String schema = value.getClass().getSimpleName();
        file.add(
                name,
                Json.object("schema", schema, "record", form.apply(value)),
                Json.object("bytes", codec.encode(value)));
    }

    private static CaseFile decoding() {
        CaseFile file = new CaseFile(
                "decoding",
                "The fields of a record that an actor needs, in the same form; or readable: false if the bytes are no record of the"
                        + " schema. The state of a status is WAITING if its reason begins so.");
        decode(file, "a block", Codecs.TRANSITION_BLOCK, Examples.block(), RecordCases::block);
        AgentRecord claim = AgentRecord.claim("cartpole", 3, Integer.MAX_VALUE, 4096, "host-17-0123abcd");
        decode(file, "a claim", Codecs.AGENT, claim, SpecJson::tree);
        decode(file, "a policy version", Codecs.POLICY_UPDATE, Examples.policy(), RecordCases::policy);
        PolicyUpdate skipped = Forgery.of(
                Specs.version(Specs.cartPole(1, 0), 1, 2), Map.of("skippedReason", "not finite", "last", true));
        decode(file, "a skipped update, the last", Codecs.POLICY_UPDATE, skipped, RecordCases::policy);
        for (PolicyStatus.State state : List.of(PolicyStatus.State.WAITING, PolicyStatus.State.FINISHED)) {
            PolicyStatus status = new PolicyStatus("cartpole", state, "agent 3 is slow", 7, 0);
            decode(file, "status " + state, Codecs.STATUS, status, RecordCases::status);
        }
        decode(file, "a training spec", Codecs.TRAINING_SPEC, Examples.spec(), RecordCases::spec);
        NetworkSpec network = new NetworkSpec(new int[] {8}, Activation.RELU, true, -1, new int[0], 3, 1, true);
        TrainingSpec continuous =
                Specs.with(Specs.cartPole(2, 1), new MultiDiscrete(new int[] {2, 3}), NetworkCases.box(2), network);
        decode(file, "continuous actions", Codecs.TRAINING_SPEC, continuous, RecordCases::spec);
        unreadable(file, "no header", new byte[] {1, 2, 3});
        byte[] good = Codecs.TRANSITION_BLOCK.encode(Examples.block());
        unreadable(file, "too short", Arrays.copyOf(good, good.length - 1));
        unreadable(file, "too long", Arrays.copyOf(good, good.length + 1));
        byte[] unknown = good.clone();
        unknown[5] ^= 1;
        unreadable(file, "unknown fingerprint", unknown);
        TransitionBlock across = Forgery.of(Examples.block(), Map.of("firstSequence", 3L));
        unreadable(file, "a block across the end of its rollout", Codecs.TRANSITION_BLOCK.encode(across));
        return file;
    }

    private static <T extends Record> void decode(
            CaseFile file, String name, Codec<T> codec, T value, Function<T, JsonNode> form) {
        file.add(
                name,
                Json.object("schema", value.getClass().getSimpleName(), "bytes", codec.encode(value)),
                Json.object("readable", true, "record", form.apply(value)));
    }

    private static void unreadable(CaseFile file, String name, byte[] bytes) {
        try {
            Codecs.TRANSITION_BLOCK.decode(bytes);
            throw new IllegalArgumentException("The bytes of '" + name + "' can be read.");
        } catch (MalformedRecordException expected) {
            file.add(name, Json.object("schema", "TransitionBlock", "bytes", bytes), Json.object("readable", false));
        }
    }

    private static ObjectNode block(TransitionBlock block) {
        return Json.object(
                "policyId", block.policyId(),
                "agent", block.agent(),
                "incarnation", block.incarnation(),
                "firstSequence", block.firstSequence(),
                "rolloutLength", block.rolloutLength(),
                "policyVersion", block.policyVersion(),
                "episode", block.episode(),
                "episodeStep", block.episodeStep(),
                "observations", block.observations(),
                "actions", block.actions(),
                "logProbabilities", block.logProbabilities(),
                "rewards", block.rewards(),
                "terminated", block.terminated(),
                "truncated", block.truncated(),
                "nextObservations", block.nextObservations(),
                "actionMasks", block.actionMasks().length == 0 ? null : block.actionMasks(),
                "policyState", null,
                "info", null,
                "closesRollout", block.closesRollout());
    }

    private static ObjectNode policy(PolicyUpdate policy) {
        float[] parameters = policy.parameters();
        return Json.object(
                "policyId", policy.policyId(),
                "version", policy.version(),
                "specRevision", policy.specRevision(),
                "parameters", NetworkCases.bytes(NetworkCases.box(parameters.length), parameters),
                "normaliser",
                        Json.object(
                                "count", policy.normaliser().count(),
                                "mean", policy.normaliser().mean(),
                                "variance", policy.normaliser().variance(),
                                "clip", policy.normaliser().clip()),
                "rolloutLength", policy.rolloutLength(),
                "lag", policy.lag(),
                "lineage", SpecJson.tree(policy.lineage()),
                "hash", policy.hash(),
                "skippedReason", policy.skippedReason(),
                "last", policy.last());
    }

    private static ObjectNode status(PolicyStatus status) {
        return Json.object(
                "policyId", status.policyId(),
                "state", status.state().name(),
                "reason", status.reason(),
                "sinceVersion", status.sinceVersion());
    }

    /** The parts of a spec that an actor needs. */
    private static ObjectNode spec(TrainingSpec spec) {
        return Json.object(
                "policyId", spec.policyId(),
                "revision", spec.revision(),
                "seed", spec.seed(),
                "environment", SpecJson.tree(spec.environment()),
                "network", SpecJson.tree(spec.network()),
                "rollouts", SpecJson.tree(spec.rollouts()),
                "normalisation",
                        Json.object("observations", spec.normalisation().observations()),
                "budget",
                        Json.object(
                                "totalSteps",
                                spec.budget().totalSteps(),
                                "targetReturn",
                                spec.budget().targetReturn().isPresent()
                                        ? spec.budget().targetReturn().getAsDouble()
                                        : null));
    }
}
