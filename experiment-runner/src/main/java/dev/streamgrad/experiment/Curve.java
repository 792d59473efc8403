package dev.streamgrad.experiment;

import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TrainingMetrics;
import dev.streamgrad.training.TrainingListener;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of one run over time, reduced to at most {@link #POINTS} points: each point has the newest mean return, the mean of every
 * other metric over the updates since the previous point, and the wall time.
 */
final class Curve implements TrainingListener {

    static final int POINTS = 200;
    static final String RETURN = "rollout/ep_rew_mean";
    static final String STEPS = "time/total_timesteps";

    /** Wall time since the first version, seconds. */
    static final String SECONDS = "time/time_elapsed";

    private final long stepsPerPoint;
    private final Clock clock;
    private final List<Map<String, Double>> points = new ArrayList<>();
    private final Map<String, Double> sums = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private long startMillis = -1;

    /** A curve of a run of {@code totalSteps} transitions. */
    Curve(long totalSteps, Clock clock) {
        stepsPerPoint = Math.max(1, totalSteps / POINTS);
        this.clock = clock;
    }

    @Override
    public void onPolicy(PolicyUpdate policy) {
        if (startMillis < 0) {
            startMillis = clock.millis();
        }
    }

    @Override
    public void onMetrics(MetricsRecord metrics) {
        if (!(metrics instanceof TrainingMetrics update)) {
            return;
        }
        update.values().forEach((name, value) -> {
            sums.merge(name, value, Double::sum);
            counts.merge(name, 1, Integer::sum);
        });
        if (update.transitions() >= (points.size() + 1) * stepsPerPoint) {
            points.add(point(update));
            sums.clear();
            counts.clear();
        }
    }

    @Override
    public void onStatus(PolicyStatus status) {}

    List<Map<String, Double>> points() {
        return points;
    }

    private Map<String, Double> point(TrainingMetrics update) {
        Map<String, Double> point = new HashMap<>();
        sums.forEach((name, sum) -> point.put(name, sum / counts.getOrDefault(name, 1)));
        point.put(STEPS, (double) update.transitions());
        point.put(SECONDS, (clock.millis() - startMillis) / 1000.0);
        Double newest = update.values().get(RETURN);
        if (newest != null) {
            point.put(RETURN, newest);
        }
        return point;
    }
}
