package dev.streamgrad.actor.conformance;

import static dev.streamgrad.actor.conformance.Blocks.with;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.inspection.BlockInspection;
import dev.streamgrad.contract.inspection.PolicyInspection;
import dev.streamgrad.contract.record.Forgery;
import dev.streamgrad.contract.record.Lineage;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.PolicyHash;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.NetworkSpec;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Which single blocks and versions are accepted. */
final class InspectionCases {

    private InspectionCases() {}

    static List<CaseFile> all() {
        return List.of(blocks(), policies(), SubmissionCases.file(), LineageCases.lineages(), LineageCases.ends());
    }

    private static CaseFile blocks() {
        CaseFile file = new CaseFile(
                "blocks",
                "Whether the job accepts a block that can be decoded. A block that it rejects becomes a dead letter.");
        TrainingSpec spec = Specs.cartPole(2, 1);
        List<TransitionBlock> acted = Blocks.of(spec);
        TransitionBlock good = acted.get(3);
        block(file, "a block", spec, good);
        block(file, "part of a rollout", spec, Blocks.part(good, 1, 3));
        block(file, "the last rollout", spec, acted.get(acted.size() - 1));
        block(file, "an agent that does not exist", spec, with(good, "agent", 2));
        block(file, "another rollout length", spec, with(good, "rolloutLength", 8));
        block(file, "a later version", spec, with(good, "policyVersion", 3L));
        block(file, "version 0 in the first rollouts", spec, acted.get(1));
        block(file, "an episode above the first sequence", spec, with(good, "episode", 13L));
        block(file, "a rollout after the end", spec, with(with(good, "firstSequence", 48L), "policyVersion", 11L));
        block(
                file,
                "an observation that is not finite",
                spec,
                with(good, "observations", infinite(good.observations())));
        block(file, "a block that closes its rollout", spec, Blocks.closed(good, 2));
        block(file, "a block without rows that closes its rollout", spec, Blocks.closed(good, 0));
        TransitionBlock open = with(Blocks.closed(good, 2), "nextObservations", new byte[0]);
        block(file, "a block that closes its rollout, without its last next observation", spec, open);
        byte[] choice = good.actions().clone();
        choice[0] = 2;
        block(file, "an action outside its space", spec, with(good, "actions", choice));
        byte[] oneMore = Arrays.copyOf(good.nextObservations(), 2 * good.nextObservations().length);
        block(file, "one next observation too many", spec, with(good, "nextObservations", oneMore));
        block(file, "masks without a spec that has them", spec, with(good, "actionMasks", bytes(8, 1)));
        TrainingSpec masked =
                Forgery.of(spec, Map.of("environment", Forgery.of(spec.environment(), Map.of("actionMasks", true))));
        block(file, "masks", masked, with(good, "actionMasks", bytes(8, 1)));
        block(file, "masks that are missing", masked, good);
        block(file, "a block without rows, which has no masks", masked, Blocks.closed(good, 0));
        block(file, "an action that its mask forbids", masked, with(good, "actionMasks", bytes(8, 0)));
        return file;
    }

    private static byte[] bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** Replaces the first float32 by infinity. */
    private static byte[] infinite(byte[] column) {
        byte[] changed = column.clone();
        System.arraycopy(new byte[] {0, 0, (byte) 0x80, 0x7F}, 0, changed, 0, Float.BYTES);
        return changed;
    }

    private static void block(CaseFile file, String name, TrainingSpec spec, TransitionBlock block) {
        file.add(
                name,
                Json.object("spec", Specs.bytes(spec), "value", Codecs.TRANSITION_BLOCK.encode(block)),
                Json.object("accepted", BlockInspection.fault(spec, block).isEmpty()));
    }

    private static CaseFile policies() {
        CaseFile file = new CaseFile(
                "policies",
                "Whether a record of the policies topic may be a version of this training (the contract's Inspection). Which of several"
                        + " versions count is the subject of lineages.");
        TrainingSpec spec = Specs.cartPole(1, 1);
        PolicyUpdate good = Specs.version(spec, 1, 3);
        for (PolicyUpdate version : List.of(good, Specs.version(spec, 1, 0), Specs.version(spec, 1, 12))) {
            policy(file, "version " + version.version(), spec, version);
        }
        policy(file, "marked as the last", spec, with(good, "last", true));
        policy(file, "another policy", spec, with(good, "policyId", "other"));
        NetworkSpec relu = NetworkSpec.perceptron(new int[0], Activation.RELU);
        policy(file, "another network", spec, with(good, "network", relu));
        policy(file, "another rollout length", spec, with(good, "rolloutLength", 5));
        policy(file, "another lag", spec, with(good, "lag", 0));
        policy(file, "beyond the end", spec, Specs.version(spec, 1, 13));
        policy(file, "beyond the end of another revision", spec, with(Specs.version(spec, 1, 13), "specRevision", 1));
        policy(file, "a parent two versions before", spec, with(good, "lineage", new Lineage(1, "ab", 2)));
        policy(file, "weights of another hash", spec, with(good, "hash", ""));
        float[] parameters = good.parameters().clone();
        parameters[3] = Float.NaN;
        policy(file, "weights that are not finite", spec, rehashed(good, parameters, good.normaliser()));
        policy(file, "weights of another size", spec, rehashed(good, new float[3], good.normaliser()));
        ObservationNormaliser normaliser = ObservationNormaliser.initial(4, 10);
        policy(file, "a normaliser that the spec does not have", spec, rehashed(good, good.parameters(), normaliser));
        TrainingSpec normalised = Forgery.of(
                spec, Map.of("normalisation", Forgery.of(spec.normalisation(), Map.of("observations", true))));
        policy(file, "a normaliser", normalised, rehashed(good, good.parameters(), normaliser));
        double[] negative = {1, 1, -1, 1};
        ObservationNormaliser bad = new ObservationNormaliser(1, new double[4], negative, 10);
        policy(file, "a negative variance", normalised, rehashed(good, good.parameters(), bad));
        file.add(
                "the key of another version",
                Json.object(
                        "spec", Specs.bytes(spec),
                        "key", Specs.key(Specs.version(spec, 1, 4)),
                        "value", Codecs.POLICY_UPDATE.encode(good)),
                Json.object("accepted", false));
        return file;
    }

    private static PolicyUpdate rehashed(PolicyUpdate policy, float[] parameters, ObservationNormaliser normaliser) {
        return Forgery.of(
                policy,
                Map.of(
                        "parameters", parameters,
                        "normaliser", normaliser,
                        "hash", PolicyHash.of(parameters, normaliser)));
    }

    private static void policy(CaseFile file, String name, TrainingSpec spec, PolicyUpdate version) {
        String key = Specs.key(version);
        file.add(
                name,
                Json.object("spec", Specs.bytes(spec), "key", key, "value", Codecs.POLICY_UPDATE.encode(version)),
                Json.object(
                        "accepted", PolicyInspection.fault(spec, key, version).isEmpty()));
    }
}
