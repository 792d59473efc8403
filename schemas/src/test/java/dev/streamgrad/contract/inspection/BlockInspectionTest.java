package dev.streamgrad.contract.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.Examples;
import dev.streamgrad.contract.record.Forgery;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.SpecJson;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlockInspectionTest {

    private static final String DISCRETE = "{\"kind\": \"discrete\", \"n\": 2}";

    /** 4 agents, rollouts of 16, two observation elements, two actions. */
    private final TrainingSpec spec = spec();

    @Test
    void acceptsAValidBlock() {
        assertThat(BlockInspection.fault(spec, block(1, 16, 1, 2, 1, 1, 1, 0.5f)))
                .isEmpty();
    }

    @Test
    void reportsWhatIsWrong() {
        expect(block(4, 16, 1, 2, 1, 1, 1, 0), "Agent 4 does not exist");
        expect(block(1, 8, 2, 2, 1, 1, 1, 0), "The rollout length is 8, but the spec has 16");
        expect(block(1, 16, 0, 2, 1, 1, 1, 0), "was sampled with version 0, but must be sampled with version 1");
        expect(block(1, 16, 1, 3, 1, 1, 1, 0), "Observations take");
        expect(block(1, 16, 1, 2, 2, 1, 1, 0), "action 2 lies outside its space 0 … 1");
        expect(block(1, 16, 1, 2, -1, 1, 1, 0), "action -1 lies outside");
        expect(block(1, 16, 1, 2, 1, Float.NaN, 1, 0), "observation is NaN");
        expect(block(1, 16, 1, 2, 1, 1, Double.POSITIVE_INFINITY, 0), "reward is Infinity");
        expect(block(1, 16, 1, 2, 1, 1, 1, Float.NEGATIVE_INFINITY), "log-probability is -Infinity");
    }

    @Test
    void requiresMasksThatAllowTheActionsTaken() {
        TrainingSpec masked = spec("\"actionMasks\": false", "\"actionMasks\": true");
        TransitionBlock block = block(1, 16, 1, 2, 1, 1, 1, 0);
        assertThat(BlockInspection.fault(masked, masked(block, 1, 1))).isEmpty();
        assertThat(BlockInspection.fault(masked, masked(block, 0, 1))).isEmpty();
        assertThat(BlockInspection.fault(masked, block))
                .hasValue("Action masks take 0 bytes, but 1 rows of this spec take 2.");
        assertThat(BlockInspection.fault(masked, masked(block, 1, 0)))
                .hasValue("The action 1 was taken, but its mask does not allow it.");
        expect(masked(block, 1, 1), "Action masks take 2 bytes, but 1 rows of this spec take 0.");
    }

    @Test
    void checksEveryElementOfAnAction() {
        TrainingSpec several = spec(DISCRETE, "{\"kind\": \"multi_discrete\", \"sizes\": [3, 2]}");
        TransitionBlock block = block(1, 16, 1, 2, 1, 1, 1, 0);
        assertThat(BlockInspection.fault(several, acted(block, new byte[] {2, 0, 0, 0, 1, 0, 0, 0})))
                .isEmpty();
        assertThat(BlockInspection.fault(several, acted(block, new byte[] {1, 0, 0, 0, 2, 0, 0, 0})))
                .hasValue("The element 1 of the action 2 lies outside its space 0 … 1.");
        TrainingSpec switches = spec(DISCRETE, "{\"kind\": \"multi_binary\", \"n\": 2}");
        assertThat(BlockInspection.fault(switches, acted(block, new byte[] {1, 0})))
                .isEmpty();
        assertThat(BlockInspection.fault(switches, acted(block, new byte[] {1, 2})))
                .hasValue("An element of the action is 2, but must be 0 or 1.");
    }

    private static TransitionBlock masked(TransitionBlock block, int... mask) {
        return with(block, block.actions(), new byte[] {(byte) mask[0], (byte) mask[1]});
    }

    private static TransitionBlock acted(TransitionBlock block, byte[] actions) {
        return with(block, actions, block.actionMasks());
    }

    private static TransitionBlock with(TransitionBlock block, byte[] actions, byte[] masks) {
        return Forgery.of(block, Map.of("actions", actions, "actionMasks", masks));
    }

    /** A forged largest number would leave no number for the agent's next episode. */
    @Test
    void rejectsAnEpisodeAboveItsSequence() {
        TransitionBlock block = block(1, 16, 1, 2, 1, 1, 1, 0);
        assertThat(BlockInspection.fault(spec, inEpisode(16, block))).isEmpty();
        expect(inEpisode(17, block), "The episode is 17, but must be at most 16, the first sequence");
        expect(inEpisode(Long.MAX_VALUE, block), "has at least one step");
    }

    private static TransitionBlock inEpisode(long episode, TransitionBlock block) {
        return Forgery.of(block, Map.of("episode", episode));
    }

    @Test
    void rejectsARolloutBeyondTheEndOfTraining() {
        TrainingSpec small = spec("\"totalSteps\": 100000", "\"totalSteps\": 64");
        assertThat(BlockInspection.fault(small, block(1, 16, 1, 2, 1, 1, 1, 0)))
                .hasValueSatisfying(fault -> assertThat(fault).contains("beyond the end of training"));
    }

    /** The example with 4 agents and rollouts of 16, and with pairs of texts replaced. */
    private static TrainingSpec spec(String... replaced) {
        String text = Examples.specJson()
                .replace("\"agents\": 8, \"rolloutLength\": 32", "\"agents\": 4, \"rolloutLength\": 16");
        for (int i = 0; i + 1 < replaced.length; i += 2) {
            text = text.replace(replaced[i], replaced[i + 1]);
        }
        return SpecJson.read(text);
    }

    private void expect(TransitionBlock block, String fault) {
        assertThat(BlockInspection.fault(spec, block))
                .hasValueSatisfying(found -> assertThat(found).contains(fault));
    }

    /** One row at sequence 16. */
    private static TransitionBlock block(
            int agent,
            int length,
            long version,
            int elements,
            int action,
            float observation,
            double reward,
            float logProbability) {
        ByteBuffer observations = ByteBuffer.allocate(elements * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            observations.putFloat(observation);
        }
        return new TransitionBlock(
                "cartpole",
                agent,
                0,
                16,
                length,
                version,
                0,
                16,
                observations.array(),
                little(4).putInt(action).array(),
                little(4).putFloat(logProbability).array(),
                little(8).putDouble(reward).array(),
                new byte[1],
                new byte[1],
                new byte[0],
                new byte[0],
                false);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
