package dev.streamgrad.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Box;

/**
 * Pendulum-v1: a torque u within ±2 has to hold a pendulum upright. The reward is −(θ² + 0.1 θ̇² + 0.001 u²), computed from the
 * state before the step with θ wrapped to [−π, π]. Episodes never terminate. The state is float64, with an angle that is not
 * wrapped.
 */
public final class Pendulum implements Environment {

    private static final double MAX_SPEED = 8.0;
    private static final double MAX_TORQUE = 2.0;

    /** Cosine and sine of the angle, angular velocity. */
    public static final Box OBSERVATIONS = Bounds.symmetric(1f, 1f, (float) MAX_SPEED);

    /** The torque. */
    public static final Box ACTIONS = Bounds.symmetric((float) MAX_TORQUE);

    private static final double STEP_SECONDS = 0.05;
    private static final double GRAVITY = 10.0;
    private static final double MASS = 1.0;
    private static final double LENGTH = 1.0;

    private double angle;
    private double angularVelocity;

    @Override
    public Box observationSpace() {
        return OBSERVATIONS;
    }

    @Override
    public Box actionSpace() {
        return ACTIONS;
    }

    @Override
    public void reset(RandomStream random) {
        angle = random.nextUniform(-Math.PI, Math.PI);
        angularVelocity = random.nextUniform(-1.0, 1.0);
    }

    @Override
    public void step(float[] actions, int at, RandomStream random, StepResult result) {
        double torque = Bounds.clip(actions[at], -MAX_TORQUE, MAX_TORQUE);
        double upright = wrap(angle);
        double cost = upright * upright + 0.1 * (angularVelocity * angularVelocity) + 0.001 * (torque * torque);
        double acceleration =
                3 * GRAVITY / (2 * LENGTH) * StrictMath.sin(angle) + 3.0 / (MASS * LENGTH * LENGTH) * torque;
        angularVelocity = Bounds.clip(angularVelocity + acceleration * STEP_SECONDS, -MAX_SPEED, MAX_SPEED);
        angle += angularVelocity * STEP_SECONDS;
        result.set(-cost, false);
    }

    @Override
    public void observe(float[] observations, int at) {
        observations[at] = (float) StrictMath.cos(angle);
        observations[at + 1] = (float) StrictMath.sin(angle);
        observations[at + 2] = (float) angularVelocity;
    }

    void setState(double[] state) {
        angle = state[0];
        angularVelocity = state[1];
    }

    double[] state() {
        return new double[] {angle, angularVelocity};
    }

    /** Wraps an angle to [−π, π). The remainder has the divisor's sign, as in Python. */
    private static double wrap(double angle) {
        double turn = 2 * Math.PI;
        double remainder = (angle + Math.PI) % turn;
        return (remainder < 0 ? remainder + turn : remainder) - Math.PI;
    }
}
