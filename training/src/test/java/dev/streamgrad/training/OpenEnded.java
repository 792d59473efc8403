package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.Forgery;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.Map;

/**
 * A training without an end of its own, for tests that wait for something that takes unknown time. A revision ends it, and the versions
 * so far are compared with those of the serial trainer.
 *
 * @param rig where it is trained
 * @param spec without a total; nothing in it depends on the total
 */
public record OpenEnded(Rig rig, TrainingSpec spec) {

    /** A training of CartPole, not yet submitted. */
    public OpenEnded(Rig rig, String policyId) {
        this(
                rig,
                Runs.spec(
                        "policyId=" + policyId,
                        "budget.totalSteps=0",
                        "optimiser.learningRate=0.001",
                        "loss.clipRange=0.2"));
    }

    /** Starts the training. */
    public void submit() throws Exception {
        rig.submit(spec);
    }

    /** Ends the training at its next update. Fails if a version differs from the serial trainer's. */
    public void endAsSerial() throws Exception {
        rig.submit(Forgery.of(with(1), Map.of("revision", 1)));
        Runs runs = rig.follow(spec);
        TrainingSpec ended = with((runs.policies.size() - 1L) * spec.rollouts().batch());
        assertThat(runs.hashes()).isEqualTo(Runs.serial(ended).hashes());
    }

    private TrainingSpec with(long totalSteps) {
        return Forgery.of(spec, Map.of("budget", Forgery.of(spec.budget(), Map.of("totalSteps", totalSteps))));
    }
}
