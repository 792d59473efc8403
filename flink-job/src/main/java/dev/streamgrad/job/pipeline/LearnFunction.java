package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.job.metrics.LearnerMetrics;
import dev.streamgrad.job.state.JobType;
import dev.streamgrad.job.state.ReceivedSpec;
import dev.streamgrad.job.state.StateMap;
import dev.streamgrad.learner.rollout.AssemblyEvent;
import dev.streamgrad.learner.rollout.Attendance;
import dev.streamgrad.learner.rollout.Breakdown;
import dev.streamgrad.learner.rollout.KnownSimulators;
import dev.streamgrad.learner.rollout.Rollout;
import dev.streamgrad.learner.rollout.RolloutBatcher;
import dev.streamgrad.learner.rollout.SignOfLife;
import dev.streamgrad.learner.rollout.SimulatorReport;
import java.io.Serial;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Passes a policy's rollouts and specs to its {@link Training}, and checks every {@link #WATCH_MILLIS} whether it makes progress. State per
 * policy: its spec, its learner's state, and the rollouts that wait for their update.
 */
public final class LearnFunction extends KeyedCoProcessFunction<String, AssemblyEvent, ReceivedSpec, PolicyUpdate> {

    @Serial
    private static final long serialVersionUID = 1L;

    static final long WATCH_MILLIS = 5_000;

    /** Timer interval of a training that has ended: after a restore, its last version and status are published again within this time. */
    private static final long OVER_WATCH_MILLIS = 60_000;

    private final LearnerSettings settings;

    private transient Training training;
    private transient StatusReporter status;
    private transient Publications publications;
    private transient ValueState<Long> watchedVersion;
    private transient PolicyLearner learner;
    private transient AttemptStart attemptStart;
    private transient Map<String, Attendance> attendances;
    private transient Map<String, KnownSimulators> simulators;

    /** The learner's device is chosen on the task manager, when the operator opens. */
    public LearnFunction(LearnerSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        attemptStart = new AttemptStart();
        attendances = new HashMap<>();
        simulators = new HashMap<>();
        learner = new PolicyLearner(settings.device().choose(getRuntimeContext()));
        LearnerMetrics metrics =
                new LearnerMetrics(getRuntimeContext().getMetricGroup(), System::nanoTime, learner::managedArrays);
        status = new StatusReporter(
                getRuntimeContext().getState(new ValueStateDescriptor<>("status", JobType.STATUS.serializer())),
                metrics);
        publications = new Publications(
                getRuntimeContext().getListState(new ListStateDescriptor<>("published", JobType.POLICY.serializer())));
        training = new Training(
                learner,
                settings.snapshots(),
                getRuntimeContext().getState(new ValueStateDescriptor<>("spec", JobType.SPEC.serializer())),
                getRuntimeContext().getState(new ValueStateDescriptor<>("learner", JobType.LEARNER.serializer())),
                status,
                new RolloutBatcher(
                        map("waiting", JobType.ROLLOUT.serializer()),
                        map("fallbacks", JobType.ROLLOUT.serializer()),
                        map("arrived", IntSerializer.INSTANCE)),
                publications,
                metrics);
        watchedVersion =
                getRuntimeContext().getState(new ValueStateDescriptor<>("watched-version", LongSerializer.INSTANCE));
    }

    private <V> Map<Long, V> map(String name, TypeSerializer<V> values) {
        return new StateMap<>(
                getRuntimeContext().getMapState(new MapStateDescriptor<>(name, LongSerializer.INSTANCE, values)));
    }

    @Override
    public void close() {
        if (learner != null) {
            learner.close();
        }
    }

    @Override
    public void processElement2(ReceivedSpec received, Context context, Collector<PolicyUpdate> out) throws Exception {
        Outlet outlet = new Outlet(context, out);
        publishAgain(context.getCurrentKey(), outlet);
        if (training.state().isPresent() && training.over(outlet)) {
            return;
        }
        if (received.spec().isEmpty()) {
            training.reject(received, outlet);
        } else if (training.state().isPresent()) {
            training.revise(received.spec().get(), outlet);
        } else {
            training.begin(received.spec().get(), outlet);
            listen(context);
            watch(context);
        }
        training.updateWhileComplete(outlet);
    }

    @Override
    public void processElement1(AssemblyEvent event, Context context, Collector<PolicyUpdate> out) throws Exception {
        Outlet outlet = new Outlet(context, out);
        publishAgain(context.getCurrentKey(), outlet);
        if (training.state().isEmpty()) { // the spec has not arrived yet
            if (event instanceof Rollout rollout) {
                training.keep(rollout);
            }
        } else if (training.over(outlet)) {
            if (event instanceof Rollout) {
                training.stale();
            }
        } else if (event instanceof Rollout rollout) {
            if (!rollout.provisional()) {
                attendance(context).heard(rollout.agent(), now(context));
            }
            training.take(rollout, outlet);
        } else if (event instanceof SignOfLife sign) {
            attendance(context).heard(sign.agent(), now(context));
        } else if (event instanceof SimulatorReport report) {
            simulators
                    .computeIfAbsent(context.getCurrentKey(), key -> new KnownSimulators())
                    .heard(report, now(context));
        } else if (event instanceof Breakdown breakdown) {
            training.breakDown(breakdown.reason(), outlet);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<PolicyUpdate> out) throws Exception {
        Outlet outlet = new Outlet(context, out);
        training.updateStalledGauge();
        publishAgain(context.getCurrentKey(), outlet);
        if (training.over(outlet)) {
            attendances.remove(context.getCurrentKey());
            simulators.remove(context.getCurrentKey());
            context.timerService().registerProcessingTimeTimer(now(context) + OVER_WATCH_MILLIS);
            return;
        }
        boolean wholeInterval = timestamp - WATCH_MILLIS >= attemptStart.since(now(context));
        Long watched = watchedVersion.value();
        LearnerState state = training.state().orElseThrow();
        KnownSimulators known = simulators.getOrDefault(context.getCurrentKey(), new KnownSimulators());
        KnownSimulators.Coverage coverage = known.coverage(now(context));
        boolean neverActed = watched == null && state.version() == 0 && coverage == KnownSimulators.Coverage.REJECTED;
        if (wholeInterval && (neverActed || (watched != null && watched == state.version()))) {
            Attendance attendance = attendance(context);
            long now = now(context);
            training.noProgress(
                    missing -> attendance.silent(missing, firstSignMillis(coverage), now),
                    environment -> known.explanation(environment, now),
                    outlet);
        } else if (watched != null && state.version() - watched > 1) {
            training.endWaiting(outlet);
        }
        watchedVersion.update(training.state().orElseThrow().version());
        watch(context);
    }

    /** After a restore, publishes the newest versions and the status again: the topics may have lost their newest records. */
    private void publishAgain(String policyId, Outlet outlet) throws Exception {
        if (training.state().isPresent() && publications.areUnpublished(policyId)) {
            publications.publishAgain(policyId, outlet.policies());
            status.again(outlet);
        }
    }

    /** Listens to the agents of a training that begins. */
    private void listen(Context context) throws Exception {
        attendances.put(context.getCurrentKey(), new Attendance(training.agents(), now(context)));
    }

    /** The attendance of the current policy's agents; the policy must have a spec. */
    private Attendance attendance(Context context) throws Exception {
        int agents = training.agents();
        return attendances.computeIfAbsent(
                context.getCurrentKey(), key -> new Attendance(agents, attemptStart.since(now(context))));
    }

    /** How long agents may take to begin: long if a simulator can act them, short if simulators run and none can. */
    private static long firstSignMillis(KnownSimulators.Coverage coverage) {
        return switch (coverage) {
            case ACTED -> 30_000;
            case UNKNOWN -> 30_000;
            case REJECTED -> WATCH_MILLIS;
        };
    }

    private static long now(KeyedCoProcessFunction<?, ?, ?, ?>.Context context) {
        return context.timerService().currentProcessingTime();
    }

    private void watch(Context context) {
        attemptStart.since(now(context));
        context.timerService().registerProcessingTimeTimer(now(context) + WATCH_MILLIS);
    }
}
