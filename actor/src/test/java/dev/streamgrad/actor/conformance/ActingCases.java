package dev.streamgrad.actor.conformance;

import static dev.streamgrad.actor.conformance.NetworkCases.box;
import static dev.streamgrad.actor.conformance.NetworkCases.bytes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.actor.inference.ActionAdapter;
import dev.streamgrad.actor.inference.Actor;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.record.Forgery;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.ActionTransform;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.NetworkSpec;
import dev.streamgrad.contract.spec.RolloutSpec;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.Arrays;
import java.util.Map;

/** A whole step of an agent, from records and an observation to the row that the agent sends. */
final class ActingCases {

    private static final Box GRID =
            new Box(DType.UINT8, new int[] {4, 4, 2}, new float[32], NetworkCases.bounds(32, 255));

    private ActingCases() {}

    static CaseFile file() {
        CaseFile file = new CaseFile(
                        "acting",
                        "A step of an agent: spec and policy are records, observation and mask are given as they are encoded in a block."
                                + " action is the sample, as it is sent; environmentAction is what the environment receives.")
                .tolerance("action", 1e-5)
                .tolerance("environmentAction", 1e-5)
                .tolerance("logProbability", 1e-4);
        TrainingSpec cartPole = Specs.cartPole(4, 0);
        float[] observation = {0.01f, -0.02f, 0.03f, 0.04f};
        for (long sequence = 0; sequence < 4; sequence++) {
            step(file, "categorical, sequence " + sequence, cartPole, sequence, observation);
        }
        NetworkSpec tanh = NetworkSpec.perceptron(new int[] {4}, Activation.TANH);
        step(file, "normalised", normalised(Specs.with(cartPole, box(4), new Discrete(3), tanh)), 5, observation);
        step(file, "masked", masked(Specs.with(cartPole, box(4), new Discrete(3), tanh)), 6, observation);
        step(
                file,
                "multi-discrete",
                Specs.with(cartPole, new Discrete(4), new MultiDiscrete(new int[] {2, 3}), tanh),
                7,
                2);
        step(file, "multi-binary", Specs.with(cartPole, new MultiBinary(3), new MultiBinary(2), tanh), 8, 1, 0, 1);
        Box action = Box.of(new float[] {-1, 0}, new float[] {1, 4});
        step(file, "normal, clipped", Specs.with(cartPole, box(2), action, tanh), 9, -3, 1);
        step(file, "normal, squashed", squashed(Specs.with(cartPole, box(2), action, tanh)), 10, -3, 1);
        TrainingSpec held = held(Specs.with(cartPole, box(2), action, stateDependent()));
        for (long sequence = 11; sequence < 15; sequence++) {
            step(file, "state-dependent, sequence " + sequence, held, sequence, -3, 1);
        }
        double[] cells = new double[32];
        Arrays.setAll(cells, at -> at % 5 == 0 ? 1 : 0);
        NetworkSpec convolutions = new NetworkSpec(new int[] {4}, Activation.RELU, true, 0, new int[] {3}, 3, 1, false);
        step(file, "convolution", Specs.with(cartPole, GRID, new Discrete(2), convolutions), 16, cells);
        TrainingSpec diverged = Specs.with(cartPole, box(1), new Discrete(2), deep());
        step(file, "outputs that are not finite", diverged, 17, Float.MAX_VALUE);
        return file;
    }

    private static float[] floats(double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static void step(CaseFile file, String name, TrainingSpec spec, long sequence, double... observation) {
        step(file, name, spec, sequence, floats(observation));
    }

    private static void step(CaseFile file, String name, TrainingSpec spec, long sequence, float[] observation) {
        PolicyUpdate policy =
                weights(spec, spec.actingVersion(sequence / spec.rollouts().rolloutLength()));
        Space actions = spec.environment().actionSpace();
        byte[] mask = new byte[spec.environment().maskBytes()];
        Arrays.fill(mask, 0, Math.max(0, mask.length - 1), (byte) 1);
        ObjectNode input = Json.object(
                "spec",
                Specs.bytes(spec),
                "policy",
                Codecs.POLICY_UPDATE.encode(policy),
                "agent",
                3,
                "sequence",
                sequence,
                "observation",
                bytes(spec.environment().observationSpace(), observation),
                "mask",
                mask);
        Actor actor = new Actor(spec.environment(), spec.network());
        actor.load(policy);
        actor.evaluate(observation, 1, mask);
        float[] sample = new float[actions.elements()];
        RandomStream random = new RandomStream(spec.seed(), Domain.ACTION).at(3, spec.actionIndex(sequence));
        float logProbability = actor.sample(0, random, sample, 0);
        float[] action = new float[sample.length];
        new ActionAdapter(spec.environment().actionTransform(), actions).apply(sample, action, 0);
        file.add(
                name,
                input,
                Json.object("action", sample, "environmentAction", action, "logProbability", logProbability));
    }

    private static PolicyUpdate weights(TrainingSpec spec, long version) {
        PolicyUpdate policy = Specs.version(spec, 1, version);
        if (spec.network().hidden().length == deep().hidden().length) {
            float[] parameters = new float[policy.parameters().length];
            Arrays.fill(parameters, 1e30f);
            return Forgery.of(policy, Map.of("parameters", parameters));
        }
        if (!spec.normalisation().observations()) {
            return policy;
        }
        double[] mean = {0.1, -0.1, 0, 0.2};
        double[] variance = {0.01, 4, 1e-6, 0.5};
        return Forgery.of(policy, Map.of("normaliser", new ObservationNormaliser(500, mean, variance, 5)));
    }

    private static TrainingSpec normalised(TrainingSpec spec) {
        return Forgery.of(
                spec, Map.of("normalisation", Forgery.of(spec.normalisation(), Map.of("observations", true))));
    }

    private static TrainingSpec masked(TrainingSpec spec) {
        EnvironmentSpec environment = Forgery.of(spec.environment(), Map.of("actionMasks", true));
        return Forgery.of(spec, Map.of("environment", environment));
    }

    private static TrainingSpec squashed(TrainingSpec spec) {
        EnvironmentSpec environment = Forgery.of(spec.environment(), Map.of("actionTransform", ActionTransform.SQUASH));
        return Forgery.of(spec, Map.of("environment", environment));
    }

    /** Noise that is held for three steps, at most to the end of the rollout. */
    private static TrainingSpec held(TrainingSpec spec) {
        RolloutSpec rollouts = Forgery.of(spec.rollouts(), Map.of("explorationHold", 3));
        return Forgery.of(spec, Map.of("rollouts", rollouts));
    }

    private static NetworkSpec stateDependent() {
        return new NetworkSpec(new int[] {3}, Activation.TANH, true, 0, new int[0], 3, 1, true);
    }

    private static NetworkSpec deep() {
        return NetworkSpec.perceptron(new int[] {2, 2}, Activation.RELU);
    }
}
