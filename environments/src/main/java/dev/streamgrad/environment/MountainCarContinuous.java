package dev.streamgrad.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Box;

/**
 * MountainCarContinuous-v0: the car of {@link MountainCar} with a continuous force. The reward is −0.1 a² per step for the action
 * a, plus 100 on the step that terminates. The force is limited to ±1; the action in the reward is not.
 *
 * <p>As in Gymnasium, the state is rounded to float32 after every step, and the goal is tested before the rounding.
 */
public final class MountainCarContinuous implements Environment {

    /** The force. */
    public static final Box ACTIONS = Bounds.symmetric(1f);

    private static final double LEFT_END = -1.2;
    private static final double RIGHT_END = 0.6;
    private static final double MAX_SPEED = 0.07;
    private static final double GOAL = 0.45;
    private static final double POWER = 0.0015;
    private static final double GRAVITY = 0.0025;

    private double position;
    private double velocity;

    @Override
    public Box observationSpace() {
        return MountainCar.OBSERVATIONS;
    }

    @Override
    public Box actionSpace() {
        return ACTIONS;
    }

    @Override
    public void reset(RandomStream random) {
        position = random.nextUniform(-0.6, -0.4);
        velocity = 0;
    }

    @Override
    public void step(float[] actions, int at, RandomStream random, StepResult result) {
        double action = actions[at];
        double force = Bounds.clip(action, -1.0, 1.0);
        double speed = velocity + (force * POWER - GRAVITY * StrictMath.cos(3 * position));
        speed = Bounds.clip(speed, -MAX_SPEED, MAX_SPEED);
        double place = Bounds.clip(position + speed, LEFT_END, RIGHT_END);
        if (place == LEFT_END && speed < 0) {
            speed = 0;
        }
        boolean arrived = place >= GOAL && speed >= 0;
        result.set((arrived ? 100.0 : 0.0) - action * action * 0.1, arrived);
        position = (float) place;
        velocity = (float) speed;
    }

    @Override
    public void observe(float[] observations, int at) {
        observations[at] = (float) position;
        observations[at + 1] = (float) velocity;
    }

    void setState(double[] state) {
        position = state[0];
        velocity = state[1];
    }

    double[] state() {
        return new double[] {position, velocity};
    }
}
