package dev.streamgrad.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Discrete;

/**
 * MountainCar-v0: an underpowered car in a valley, after Moore (1990). The actions 0, 1, 2 accelerate it to the left, not at all,
 * to the right. The reward is −1 per step. The episode terminates on the right hill. The state is float64.
 */
public final class MountainCar implements Environment {

    /** Position, velocity. */
    public static final Box OBSERVATIONS = Box.of(new float[] {-1.2f, -0.07f}, new float[] {0.6f, 0.07f});

    /** Left, none, right. */
    public static final Discrete ACTIONS = new Discrete(3);

    private static final double LEFT_END = -1.2;
    private static final double RIGHT_END = 0.6;
    private static final double MAX_SPEED = 0.07;
    private static final double GOAL = 0.5;
    private static final double FORCE = 0.001;
    private static final double GRAVITY = 0.0025;

    private double position;
    private double velocity;

    @Override
    public Box observationSpace() {
        return OBSERVATIONS;
    }

    @Override
    public Discrete actionSpace() {
        return ACTIONS;
    }

    @Override
    public void reset(RandomStream random) {
        position = random.nextUniform(-0.6, -0.4);
        velocity = 0;
    }

    @Override
    public void step(float[] actions, int at, RandomStream random, StepResult result) {
        int direction = Bounds.choice(actions[at], 3) - 1;
        velocity += direction * FORCE + StrictMath.cos(3 * position) * -GRAVITY;
        velocity = Bounds.clip(velocity, -MAX_SPEED, MAX_SPEED);
        position = Bounds.clip(position + velocity, LEFT_END, RIGHT_END);
        if (position == LEFT_END && velocity < 0) {
            velocity = 0;
        }
        result.set(-1.0, position >= GOAL && velocity >= 0);
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
