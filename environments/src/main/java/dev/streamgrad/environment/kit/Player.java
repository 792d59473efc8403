package dev.streamgrad.environment.kit;

import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.MultiBinary;
import dev.streamgrad.contract.space.MultiDiscrete;
import dev.streamgrad.contract.space.Space;
import dev.streamgrad.environment.CheckedEnvironment;
import dev.streamgrad.environment.Environment;
import dev.streamgrad.environment.StepResult;
import java.util.Arrays;

/** Plays an environment with random actions, which depend only on the seed, the step and the masks. */
final class Player {

    /** Infinite bounds of actions are replaced by these. */
    private static final float WIDE = 10;

    private final Environment environment;
    private final Environment checked;
    private final int seed;
    private final RandomStream resets;
    private final RandomStream choices;
    private final RandomStream dynamics;
    private final StepResult result = new StepResult();
    private final float[] observation;
    private final float[] action;
    private final byte[] mask;
    private long steps;
    private long episodes;
    private long episodeStep;

    Player(String id, Environment environment, int seed) {
        this.environment = environment;
        this.seed = seed;
        checked = new CheckedEnvironment(environment, id, () -> "seed " + this.seed + ", step " + steps + " in all");
        resets = new RandomStream(seed, Domain.ENVIRONMENT_RESET);
        choices = new RandomStream(seed, Domain.ACTION);
        dynamics = new RandomStream(seed, Domain.ENVIRONMENT_DYNAMICS);
        observation = new float[environment.observationSpace().elements()];
        action = new float[environment.actionSpace().elements()];
        mask = new byte[environment.actionSpace().distributionParameters()];
        begin();
    }

    Environment environment() {
        return environment;
    }

    /** The number of episodes that ended. */
    long episodes() {
        return episodes;
    }

    /** Where the player is, for messages. */
    String place() {
        return "Seed " + seed + ", episode " + episodes + ", step " + episodeStep;
    }

    /** Takes a step, and begins an episode if one ended; returns everything that an agent sees of it. */
    String step() {
        if (environment.masksActions()) {
            checked.mask(mask, 0);
        } else {
            Arrays.fill(mask, (byte) 1);
        }
        choose(choices.at(0, steps));
        checked.step(action, 0, dynamics.at(0, steps), result);
        steps++;
        episodeStep++;
        look();
        String seen = "reward " + result.reward() + ", terminated " + result.terminated() + ", truncated "
                + result.truncated() + ", observation " + text() + ", mask "
                + (environment.masksActions() ? Arrays.hashCode(mask) : 0);
        if (result.ended()) {
            episodes++;
            begin();
        }
        return seen;
    }

    /** Plays on until an episode has ended. */
    void playOut(int most) {
        while (episodes == 0) {
            if (steps >= most) {
                throw new BrokenRuleException(place() + ": the episode of random actions does not end; give the"
                        + " environment a time limit.");
            }
            step();
        }
    }

    private void begin() {
        episodeStep = 0;
        checked.reset(resets.at(0, episodes));
        look();
    }

    private void look() {
        checked.observe(observation, 0);
        if (environment.observationSpace() instanceof Box box) {
            for (int i = 0; i < observation.length; i++) {
                if (observation[i] < box.low()[i] || observation[i] > box.high()[i]) {
                    throw new BrokenRuleException(
                            place() + ": element " + i + " of the observation is " + observation[i]
                                    + ", outside of its bounds " + box.low()[i] + " … " + box.high()[i]
                                    + "; widen the bounds, or clip the observation.");
                }
            }
        }
    }

    private String text() {
        int most = 8;
        return observation.length <= most
                ? Arrays.toString(observation)
                : Arrays.toString(Arrays.copyOf(observation, most)) + " … (hash " + Arrays.hashCode(observation) + ")";
    }

    private void choose(RandomStream random) {
        Space space = environment.actionSpace();
        if (space instanceof Box box) {
            for (int i = 0; i < action.length; i++) {
                float low = Math.max(box.low()[i], -WIDE);
                float high = Math.min(box.high()[i], WIDE);
                action[i] = (float) random.nextUniform(low, high);
            }
        } else if (space instanceof MultiBinary) {
            for (int i = 0; i < action.length; i++) {
                action[i] = random.nextInt(2);
            }
        } else {
            int[] sizes = space instanceof MultiDiscrete several
                    ? several.sizes()
                    : new int[] {space.distributionParameters()};
            int first = 0;
            for (int i = 0; i < action.length; i++) {
                action[i] = allowed(random, first, sizes[i]);
                first += sizes[i];
            }
        }
    }

    private int allowed(RandomStream random, int first, int size) {
        int choice = random.nextInt(size);
        while (mask[first + choice] == 0) {
            choice = (choice + 1) % size;
        }
        return choice;
    }
}
