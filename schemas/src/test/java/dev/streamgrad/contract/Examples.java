package dev.streamgrad.contract;

import dev.streamgrad.contract.record.Build;
import dev.streamgrad.contract.record.EpisodeStatistics;
import dev.streamgrad.contract.record.Forgery;
import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.Lineage;
import dev.streamgrad.contract.record.ObservationNormaliser;
import dev.streamgrad.contract.record.OptimiserState;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.RewardNormaliser;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One example of every record. */
public final class Examples {

    private Examples() {}

    public static String specJson() {
        try (InputStream stream = Objects.requireNonNull(Examples.class.getResourceAsStream("/example-spec.json"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TrainingSpec spec() {
        return SpecJson.read(specJson());
    }

    /** A block of two rows; the rollout length is 4, and the first row ends its episode. */
    public static TransitionBlock block() {
        return new TransitionBlock(
                "cartpole",
                3,
                0,
                4,
                4,
                1,
                7,
                2,
                new byte[] {0, 0, -128, 63, 0, 0, 0, 64},
                new byte[] {1, 0, 0, 0, 0, 0, 0, 0},
                new byte[] {0, 0, 0, -65, 0, 0, -128, -65},
                new byte[] {0, 0, 0, 0, 0, 0, -16, 63, 0, 0, 0, 0, 0, 0, 0, 64},
                new byte[] {1, 0},
                new byte[] {0, 0},
                new byte[] {0, 0, 64, 64},
                new byte[0],
                false);
    }

    /** The block, as one that closes its rollout: its last row has a next observation, 4. */
    public static TransitionBlock closing() {
        byte[] next = {0, 0, 64, 64, 0, 0, -128, 64};
        return Forgery.of(block(), Map.of("nextObservations", next, "closesRollout", true));
    }

    public static PolicyUpdate policy() {
        ObservationNormaliser normaliser = new ObservationNormaliser(4.5, new double[] {1, 2}, new double[] {3, 4}, 10);
        float[] parameters = {1f, -2.5f, 3.25f};
        return new PolicyUpdate(
                "cartpole",
                3,
                1,
                0,
                spec().network(),
                parameters,
                normaliser,
                32,
                1,
                new Lineage(2, "ab", 2),
                dev.streamgrad.contract.record.PolicyHash.of(parameters, normaliser),
                "",
                false,
                new Build("1", "PyTorch 2.7.1", "cpu", 1, "amd64"));
    }

    public static LearnerState state() {
        return new LearnerState(
                "cartpole",
                3,
                1,
                0,
                new float[] {1f, 2f},
                List.of(new OptimiserState(60, new float[] {1f, 2f}, new float[] {3f, 4f})),
                ObservationNormaliser.initial(2, 10),
                RewardNormaliser.initial(2),
                EpisodeStatistics.initial(2),
                768,
                60,
                0,
                0,
                0,
                new Lineage(2, "ab", 2),
                "");
    }
}
