package dev.streamgrad.cli.train;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Says that nothing is heard of a training, and what may be missing; passes on what is heard. Silence means that no job learns:
 * one that waits for simulators says so by the status STALLED, and publishes its newest version again and again.
 */
public final class Silence implements TrainingListener {

    /** How long nothing may be heard before something is said. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String policyId;
    private final TrainingListener next;
    private final Consumer<String> says;
    private final Clock clock;
    private long heardMillis;
    private long newestVersion = -1;
    private boolean said;

    /**
     * Begins to listen.
     *
     * @param next hears all that this hears
     * @param says takes a sentence for a person
     */
    public Silence(String policyId, TrainingListener next, Consumer<String> says, Clock clock) {
        this.policyId = policyId;
        this.next = next;
        this.says = says;
        this.clock = clock;
        heardMillis = clock.millis();
    }

    /** Says so, once, if it has been silent for too long. */
    public void check() {
        if (!said && clock.millis() - heardMillis >= PATIENCE.toMillis()) {
            said = true;
            says.accept(sentence());
        }
    }

    private String sentence() {
        String where =
                " on this Kafka and under this --topic-prefix; submit starts it on a session cluster with --flink URL.";
        return newestVersion < 0
                ? "Nobody has begun to learn " + policyId + " within " + PATIENCE.toSeconds()
                        + " s: see whether the Flink job runs," + where
                        + " Its simulators: './streamgrad simulate'. Waiting."
                : "Nothing was heard of " + policyId + " for " + PATIENCE.toSeconds() + " s; its newest version is "
                        + newestVersion + ". Unless an update takes that long, see whether the Flink job runs," + where
                        + " Waiting.";
    }

    private void heard() {
        heardMillis = clock.millis();
        said = false;
    }

    @Override
    public void onStage(Stage stage) {
        next.onStage(stage);
    }

    @Override
    public void onPolicy(PolicyUpdate policy) {
        heard();
        newestVersion = Math.max(newestVersion, policy.version());
        next.onPolicy(policy);
    }

    @Override
    public void onMetrics(MetricsRecord metrics) {
        heard();
        next.onMetrics(metrics);
    }

    @Override
    public boolean takesMetrics() {
        return next.takesMetrics();
    }

    @Override
    public void onStatus(PolicyStatus status) {
        heard();
        next.onStatus(status);
    }
}
