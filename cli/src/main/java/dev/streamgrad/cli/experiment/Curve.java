package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.train.TrainingListener;
import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.record.TrainingMetrics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The course of one run in at most {@link #POINTS} points, whatever the number of its updates: per point the newest mean return, the
 * mean of every other metric over its updates, and the wall time.
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

    /** Of a run of so many transitions in all. */
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
