package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.spec.TrainingSpec;

/**
 * A training of CartPole without an end of its own, for tests that wait for something that takes unknown time. A revision ends it, and
 * the versions so far are compared with those of the serial trainer.
 *
 * @param rig where it is trained
 * @param policyId name of the policy
 */
public record OpenEnded(Rig rig, String policyId) {

    /** Starts the training. */
    public void submit() throws Exception {
        rig.submit(spec(0, 0));
    }

    /** Ends the training at its next update. Fails if a version differs from the serial trainer's. */
    public void endAsSerial() throws Exception {
        rig.submit(spec(1, 1));
        Runs runs = rig.follow(spec(0, 0));
        long steps = (runs.policies.size() - 1L) * Runs.AGENTS * Runs.LENGTH;
        assertThat(runs.hashes()).isEqualTo(Runs.serial(spec(0, steps)).hashes());
    }

    /** A spec in which nothing else depends on the total. */
    private TrainingSpec spec(int revision, long totalSteps) {
        return Runs.spec(
                "policyId=" + policyId,
                "revision=" + revision,
                "budget.totalSteps=" + totalSteps,
                "optimiser.learningRate=0.001",
                "loss.clipRange=0.2");
    }
}
