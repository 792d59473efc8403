package dev.streamgrad.actor.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.actor.inference.ActionAdapter;
import dev.streamgrad.actor.inference.ActionDistribution;
import dev.streamgrad.contract.network.ParameterLayout;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.contract.spec.ActionTransform;
import dev.streamgrad.contract.spec.Activation;
import dev.streamgrad.contract.spec.EnvironmentSpec;
import dev.streamgrad.contract.spec.NetworkSpec;
import dev.streamgrad.contract.spec.SpecJson;
import java.util.List;
import java.util.Locale;

/** From the outputs of the network to an action. */
final class DistributionCases {

    private static final Discrete THREE = new Discrete(3);
    private static final MultiDiscrete SEVERAL = new MultiDiscrete(new int[] {3, 2, 4});
    private static final MultiBinary SWITCHES = new MultiBinary(3);
    private static final Box TWO = NetworkCases.box(2);
    private static final float[] NONE = {};
    private static final int DRAWS = 6;

    private DistributionCases() {}

    static List<CaseFile> all() {
        CaseFile densities = new CaseFile(
                        "distributions",
                        "The log-probability of an action, and the most probable action. mask has one byte per logit, 0 if the choice is"
                                + " not allowed. logStd is the tensor log_std; with state-dependent exploration it is a matrix"
                                + " [hidden][element], and hidden is the last hidden layer.")
                .tolerance("logProbability", 1e-5);
        CaseFile samples = new CaseFile(
                        "sampling",
                        "The actions that are drawn from the streams of domain ACTION with this seed and agent and the indices 0 … 5, one"
                                + " action per stream.")
                .tolerance("actions", 1e-6);
        List<Example> examples = List.of(
                new Example("categorical", THREE, new float[] {0.5f, -1, 2}, NONE, NONE, NONE, new float[] {1}),
                new Example("unlikely choice", THREE, new float[] {0, -200, 1}, NONE, NONE, NONE, new float[] {1}),
                new Example("equal logits", THREE, new float[] {3, 3, 3}, NONE, NONE, NONE, new float[] {2}),
                new Example(
                        "masked categorical",
                        THREE,
                        new float[] {9, -1, 2},
                        new float[] {0, 1, 1},
                        NONE,
                        NONE,
                        new float[] {2}),
                new Example(
                        "multi-categorical",
                        SEVERAL,
                        new float[] {0.1f, 0.2f, 0.3f, -1, 1, 5, 0, -5, 2},
                        NONE,
                        NONE,
                        NONE,
                        new float[] {2, 0, 3}),
                new Example(
                        "masked multi-categorical",
                        SEVERAL,
                        new float[] {0.1f, 0.2f, 0.3f, -1, 1, 5, 0, -5, 2},
                        new float[] {1, 1, 0, 1, 0, 0, 1, 1, 1},
                        NONE,
                        NONE,
                        new float[] {0, 0, 1}),
                new Example("binary", SWITCHES, new float[] {0.5f, -3, 0}, NONE, NONE, NONE, new float[] {1, 1, 0}),
                new Example(
                        "far binary logits", SWITCHES, new float[] {90, -90, 0}, NONE, NONE, NONE, new float[] {0, 0, 1
                        }),
                new Example(
                        "normal", TWO, new float[] {0.25f, -1}, NONE, new float[] {-0.5f, 0.75f}, NONE, new float[] {
                            0.3f, 1.5f
                        }),
                new Example("narrow normal", TWO, new float[] {10, -1}, NONE, new float[] {-8, -7}, NONE, new float[] {
                    10, -1
                }),
                new Example(
                        "state-dependent",
                        TWO,
                        new float[] {0.25f, -1},
                        NONE,
                        new float[] {-0.5f, 0.75f, -1, 0.25f, 0, -2},
                        new float[] {0.5f, -0.25f, 1},
                        new float[] {0.3f, 1.5f}));
        examples.forEach(example -> {
            densities.add(example.name, example.density(), example.ofDensity());
            samples.add(example.name, example.draw(), example.ofDraw());
        });
        return List.of(densities, samples, transforms());
    }

    /** One distribution and one action. */
    private record Example(
            String name, Space space, float[] outputs, float[] mask, float[] logStd, float[] hidden, float[] action) {

        ObjectNode input() {
            ObjectNode input = Json.object("actionSpace", SpecJson.tree(space), "outputs", outputs);
            if (mask.length > 0) {
                input.set("mask", Json.value(allowed()));
            }
            if (logStd.length > 0) {
                input.set("logStd", Json.value(logStd));
            }
            if (hidden.length > 0) {
                input.set("hidden", Json.value(hidden));
            }
            return input;
        }

        ObjectNode density() {
            return input().set("action", Json.value(action));
        }

        ObjectNode ofDensity() {
            ActionDistribution distribution = distribution();
            float[] mode = new float[action.length];
            distribution.mode(masked(), 0, mode, 0);
            float logProbability = distribution.logProbability(masked(), 0, action, 0);
            return Json.object("logProbability", logProbability, "mode", mode);
        }

        ObjectNode draw() {
            return input().put("seed", "42").put("agent", 3);
        }

        ObjectNode ofDraw() {
            ActionDistribution distribution = distribution();
            RandomStream random = new RandomStream(42, Domain.ACTION);
            List<float[]> drawn = new java.util.ArrayList<>();
            for (int index = 0; index < DRAWS; index++) {
                float[] sample = new float[action.length];
                distribution.sample(masked(), 0, random.at(3, index), sample, 0);
                drawn.add(sample);
            }
            return Json.object("actions", drawn);
        }

        private ActionDistribution distribution() {
            int[] layers = hidden.length > 0 ? new int[] {hidden.length} : new int[0];
            NetworkSpec network =
                    new NetworkSpec(layers, Activation.TANH, true, 0, new int[0], 3, 1, hidden.length > 0);
            EnvironmentSpec environment = NetworkCases.environment(NetworkCases.box(1), space);
            ParameterLayout layout = ParameterLayout.of(environment, network);
            float[] parameters = new float[layout.size()];
            if (logStd.length > 0) {
                int offset = layout.tensor(ParameterLayout.LOG_STD).offset();
                System.arraycopy(logStd, 0, parameters, offset, logStd.length);
            }
            ActionDistribution distribution = ActionDistribution.over(environment, network);
            distribution.load(parameters);
            distribution.attend(hidden);
            return distribution;
        }

        private byte[] allowed() {
            return NetworkCases.bytes(new MultiBinary(mask.length), mask);
        }

        private float[] masked() {
            float[] masked = outputs.clone();
            for (int i = 0; i < mask.length; i++) {
                masked[i] += mask[i] == 0 ? -1e8f : 0;
            }
            return masked;
        }
    }

    private static CaseFile transforms() {
        CaseFile file = new CaseFile(
                        "transforms",
                        "The action that the environment receives for a sampled action. The block holds the sample.")
                .tolerance("environmentAction", 1e-6);
        Box bounded = Box.of(new float[] {-2, 0, 1}, new float[] {2, 0.5f, Float.POSITIVE_INFINITY});
        transform(file, ActionTransform.CLIP, bounded, new float[] {-2.5f, 0.25f, 0});
        transform(file, ActionTransform.NONE, bounded, new float[] {-2.5f, 0.25f, 0});
        transform(file, ActionTransform.SQUASH, Box.of(new float[] {-2, 0, 1}, new float[] {2, 0.5f, 9}), new float[] {
            -0.5f, 20, 0
        });
        return file;
    }

    private static void transform(CaseFile file, ActionTransform transform, Box space, float[] sample) {
        float[] action = new float[sample.length];
        new ActionAdapter(transform, space).apply(sample, action, 0);
        String name = transform.name().toLowerCase(Locale.ROOT);
        file.add(
                name,
                Json.object("actionSpace", SpecJson.tree(space), "actionTransform", name, "action", sample),
                Json.object("environmentAction", action));
    }
}
