package dev.streamgrad.environment;

import dev.streamgrad.contract.random.RandomStream;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.Discrete;

/**
 * Acrobot-v1: a two-link pendulum. The actions 0, 1, 2 apply a torque of −1, 0, 1 to the joint between the links. The task is to
 * swing the tip above a line. The dynamics are those of Sutton and Barto's book (Gymnasium's "book" variant). The reward is −1 per
 * step, and 0 on the step that terminates. An action takes one Runge–Kutta step of 0.2 s; the state is float64.
 */
public final class Acrobot implements Environment {

    private static final double MAX_VELOCITY_1 = 4 * Math.PI;
    private static final double MAX_VELOCITY_2 = 9 * Math.PI;

    /** Cosine and sine of each angle, then both angular velocities. */
    public static final Box OBSERVATIONS =
            Bounds.symmetric(1f, 1f, 1f, 1f, (float) MAX_VELOCITY_1, (float) MAX_VELOCITY_2);

    /** Torque −1, 0, 1. */
    public static final Discrete ACTIONS = new Discrete(3);

    private static final double STEP_SECONDS = 0.2;
    private static final double GRAVITY = 9.8;
    private static final double MASS = 1.0;
    private static final double LENGTH = 1.0;
    private static final double CENTRE = 0.5;
    private static final double INERTIA = 1.0;

    /** Angle 1, angle 2, angular velocity 1, angular velocity 2. */
    private final double[] state = new double[4];

    private final double[] probe = new double[4];
    private final double[][] slopes = new double[4][4];

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
        for (int i = 0; i < state.length; i++) {
            state[i] = random.nextUniform(-0.1, 0.1);
        }
    }

    @Override
    public void step(float[] actions, int at, RandomStream random, StepResult result) {
        integrate(Bounds.choice(actions[at], 3) - 1.0);
        state[0] = wrap(state[0]);
        state[1] = wrap(state[1]);
        state[2] = Bounds.clip(state[2], -MAX_VELOCITY_1, MAX_VELOCITY_1);
        state[3] = Bounds.clip(state[3], -MAX_VELOCITY_2, MAX_VELOCITY_2);
        boolean above = -StrictMath.cos(state[0]) - StrictMath.cos(state[1] + state[0]) > 1.0;
        result.set(above ? 0.0 : -1.0, above);
    }

    @Override
    public void observe(float[] observations, int at) {
        observations[at] = (float) StrictMath.cos(state[0]);
        observations[at + 1] = (float) StrictMath.sin(state[0]);
        observations[at + 2] = (float) StrictMath.cos(state[1]);
        observations[at + 3] = (float) StrictMath.sin(state[1]);
        observations[at + 4] = (float) state[2];
        observations[at + 5] = (float) state[3];
    }

    void setState(double[] newState) {
        System.arraycopy(newState, 0, state, 0, state.length);
    }

    double[] state() {
        return state.clone();
    }

    /** One step of the classical fourth-order Runge–Kutta method. */
    private void integrate(double torque) {
        slope(state, torque, slopes[0]);
        slope(advance(STEP_SECONDS / 2, slopes[0]), torque, slopes[1]);
        slope(advance(STEP_SECONDS / 2, slopes[1]), torque, slopes[2]);
        slope(advance(STEP_SECONDS, slopes[2]), torque, slopes[3]);
        for (int i = 0; i < state.length; i++) {
            double sum = slopes[0][i] + 2 * slopes[1][i] + 2 * slopes[2][i] + slopes[3][i];
            state[i] += STEP_SECONDS / 6.0 * sum;
        }
    }

    private double[] advance(double seconds, double[] slope) {
        for (int i = 0; i < state.length; i++) {
            probe[i] = state[i] + seconds * slope[i];
        }
        return probe;
    }

    /** The equations of motion. The names d and φ, one of each per link, are those of the book. */
    private static void slope(double[] at, double torque, double[] slope) {
        double angle1 = at[0];
        double angle2 = at[1];
        double velocity1 = at[2];
        double velocity2 = at[3];
        double sine2 = StrictMath.sin(angle2);
        double cosine2 = StrictMath.cos(angle2);
        double d1 = MASS * (CENTRE * CENTRE)
                + MASS * (LENGTH * LENGTH + CENTRE * CENTRE + 2 * LENGTH * CENTRE * cosine2)
                + INERTIA
                + INERTIA;
        double d2 = MASS * (CENTRE * CENTRE + LENGTH * CENTRE * cosine2) + INERTIA;
        double phi2 = MASS * CENTRE * GRAVITY * StrictMath.cos(angle1 + angle2 - Math.PI / 2.0);
        double phi1 = -MASS * LENGTH * CENTRE * (velocity2 * velocity2) * sine2
                - 2 * MASS * LENGTH * CENTRE * velocity2 * velocity1 * sine2
                + (MASS * CENTRE + MASS * LENGTH) * GRAVITY * StrictMath.cos(angle1 - Math.PI / 2)
                + phi2;
        double acceleration2 =
                (torque + d2 / d1 * phi1 - MASS * LENGTH * CENTRE * (velocity1 * velocity1) * sine2 - phi2)
                        / (MASS * (CENTRE * CENTRE) + INERTIA - d2 * d2 / d1);
        slope[0] = velocity1;
        slope[1] = velocity2;
        slope[2] = -(d2 * acceleration2 + phi1) / d1;
        slope[3] = acceleration2;
    }

    /** Wraps an angle to [−π, π] by repeated subtraction or addition of 2π, as Gymnasium does. */
    private static double wrap(double angle) {
        double wrapped = angle;
        while (wrapped > Math.PI) {
            wrapped -= 2 * Math.PI;
        }
        while (wrapped < -Math.PI) {
            wrapped += 2 * Math.PI;
        }
        return wrapped;
    }
}
