package dev.streamgrad.training;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Reports that nothing was received about a training for too long, and what may be missing; forwards everything that is received. Silence
 * means that no job trains the policy: a job that waits for simulators publishes the status STALLED and republishes its newest version.
 */
public final class SilenceDetector implements TrainingListener {

    /** How long nothing may be received before it is reported. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String policyId;
    private final TrainingListener next;
    private final Consumer<String> says;
    private final Clock clock;
    private long heardMillis;
    private long newestVersion = -1;
    private boolean reported;

    /**
     * Starts to listen.
     *
     * @param next receives everything that this listener receives
     * @param says receives a sentence for a person
     */
    public SilenceDetector(String policyId, TrainingListener next, Consumer<String> says, Clock clock) {
        this.policyId = policyId;
        this.next = next;
        this.says = says;
        this.clock = clock;
        heardMillis = clock.millis();
    }

    /** Reports a silence that is too long, once. */
    public void check() {
        if (!reported && clock.millis() - heardMillis >= PATIENCE.toMillis()) {
            reported = true;
            says.accept(sentence());
        }
    }

    private String sentence() {
        String state = newestVersion < 0
                ? "No learner has started policy " + policyId + " after " + PATIENCE.toSeconds() + " s."
                : "Nothing was received about policy " + policyId + " for " + PATIENCE.toSeconds()
                        + " s; its newest version is " + newestVersion + ". An update may take that long.";
        return state
                + " Check that the Flink job runs with this broker and topic prefix; './streamgrad submit --flink URL' starts it"
                + " on a session cluster, './streamgrad simulate' starts simulators. Still waiting.";
    }

    private void received() {
        heardMillis = clock.millis();
        reported = false;
    }

    @Override
    public void onStage(Stage stage) {
        next.onStage(stage);
    }

    @Override
    public void onPolicy(PolicyUpdate policy) {
        received();
        newestVersion = Math.max(newestVersion, policy.version());
        next.onPolicy(policy);
    }

    @Override
    public void onMetrics(MetricsRecord metrics) {
        received();
        next.onMetrics(metrics);
    }

    @Override
    public boolean takesMetrics() {
        return next.takesMetrics();
    }

    @Override
    public void onStatus(PolicyStatus status) {
        received();
        next.onStatus(status);
    }
}
