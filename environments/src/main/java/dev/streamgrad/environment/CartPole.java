package dev.streamgrad.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Discrete;

/**
 * CartPole-v1: a cart with a pole is pushed left (0) or right (1), after Barto, Sutton and Anderson (1983). The reward is 1 per
 * step, including the last. The episode terminates when the cart leaves ±2.4 or the pole leaves ±12°. Euler steps of 0.02 s; the
 * state is float64.
 */
public final class CartPole implements Environment {

    /** Position, velocity, angle, angular velocity. */
    public static final Box OBSERVATIONS =
            Bounds.symmetric(4.8f, Float.POSITIVE_INFINITY, (float) (24 * Math.PI / 180), Float.POSITIVE_INFINITY);

    /** Left, right. */
    public static final Discrete ACTIONS = new Discrete(2);

    private static final double GRAVITY = 9.8;
    private static final double POLE_MASS = 0.1;
    private static final double TOTAL_MASS = POLE_MASS + 1.0;
    private static final double HALF_LENGTH = 0.5;
    private static final double POLE_MASS_LENGTH = POLE_MASS * HALF_LENGTH;
    private static final double FORCE = 10.0;
    private static final double STEP_SECONDS = 0.02;
    private static final double ANGLE_LIMIT = 12 * 2 * Math.PI / 360;
    private static final double POSITION_LIMIT = 2.4;

    private double position;
    private double velocity;
    private double angle;
    private double angularVelocity;

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
        position = random.nextUniform(-0.05, 0.05);
        velocity = random.nextUniform(-0.05, 0.05);
        angle = random.nextUniform(-0.05, 0.05);
        angularVelocity = random.nextUniform(-0.05, 0.05);
    }

    @Override
    public void step(float[] actions, int at, RandomStream random, StepResult result) {
        double force = Bounds.choice(actions[at], 2) == 1 ? FORCE : -FORCE;
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        double pushed = (force + POLE_MASS_LENGTH * (angularVelocity * angularVelocity) * sine) / TOTAL_MASS;
        double angularAcceleration = (GRAVITY * sine - cosine * pushed)
                / (HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * (cosine * cosine) / TOTAL_MASS));
        double acceleration = pushed - POLE_MASS_LENGTH * angularAcceleration * cosine / TOTAL_MASS;
        position += STEP_SECONDS * velocity;
        velocity += STEP_SECONDS * acceleration;
        angle += STEP_SECONDS * angularVelocity;
        angularVelocity += STEP_SECONDS * angularAcceleration;
        result.set(1.0, Math.abs(position) > POSITION_LIMIT || Math.abs(angle) > ANGLE_LIMIT);
    }

    @Override
    public void observe(float[] observations, int at) {
        observations[at] = (float) position;
        observations[at + 1] = (float) velocity;
        observations[at + 2] = (float) angle;
        observations[at + 3] = (float) angularVelocity;
    }

    void setState(double[] state) {
        position = state[0];
        velocity = state[1];
        angle = state[2];
        angularVelocity = state[3];
    }

    double[] state() {
        return new double[] {position, velocity, angle, angularVelocity};
    }
}
