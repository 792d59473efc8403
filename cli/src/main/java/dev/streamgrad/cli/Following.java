package dev.streamgrad.cli;

import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.kafka.KafkaOptions;
import dev.streamgrad.kafka.Patience;
import dev.streamgrad.kafka.SubmittedSpec;
import dev.streamgrad.process.MonotonicClock;
import dev.streamgrad.process.StopSignal;
import dev.streamgrad.training.BrokerWatch;
import dev.streamgrad.training.Evaluations;
import dev.streamgrad.training.Progress;
import dev.streamgrad.training.RecordClock;
import dev.streamgrad.training.RunRecorder;
import dev.streamgrad.training.SilenceDetector;
import dev.streamgrad.training.Stage;
import dev.streamgrad.training.TrainingFollower;
import dev.streamgrad.training.host.EnvironmentHost;
import dev.streamgrad.training.host.Environments;
import dev.streamgrad.training.run.RunDirectory;
import dev.streamgrad.training.run.Summary;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Follows a training that other processes carry out, and records it in a run directory.
 *
 * @param kafka the Kafka of the training
 * @param reporter receives progress and result
 */
record Following(KafkaOptions kafka, RunReporter reporter) {

    /** Time limit for closing the run directory after a signal to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String LEFT = "Stopped following; the training continues. The same command follows it again.";

    /** Why a training cannot be followed here, as the beginning of a sentence; empty if it can. */
    static Optional<String> fault(TrainingSpec spec, Environments environments) {
        String id = spec.environment().id();
        return spec.budget().evaluateEvery() == 0 || environments.canHost(id)
                ? Optional.empty()
                : Optional.of("budget.evaluateEvery is " + spec.budget().evaluateEvery()
                        + ", and the process that follows a training evaluates, but this one does not know the environment '"
                        + id + "'; use --plugins");
    }

    /**
     * Follows to the end, or until a signal. Returns the exit status.
     *
     * @param host evaluates the policy, if the spec asks for evaluations
     */
    int run(SubmittedSpec submitted, EnvironmentHost host, RunDirectory directory) throws Exception {
        TrainingSpec spec = submitted.spec();
        Clock clock = MonotonicClock.start();
        RecordClock time = new RecordClock(submitted.at());
        Progress progress = reporter.progress(spec, time::millis);
        try (StopSignal stop = new StopSignal(PATIENCE)) {
            Evaluations evaluations = Evaluations.inAThreadOfTheirOwn(spec, host, directory);
            RunRecorder record = new RunRecorder(
                    spec, directory, evaluations, progress, time, submitted.at().toEpochMilli());
            record.onStage(Stage.FIRST_UPDATE);
            SilenceDetector silence = new SilenceDetector(spec.policyId(), record, progress::tell, clock);
            PolicyStatus.State state = reporter.keep(
                    record,
                    directory,
                    Summary.INTERRUPTED,
                    "continue with the same command",
                    () -> follow(spec, time, silence, progress::tell, stop));
            if (state == PolicyStatus.State.STOPPED) {
                reporter.say(LEFT);
            }
            return reporter.finish(state, record, directory.path(), LEFT, Optional.empty());
        }
    }

    private PolicyStatus.State follow(
            TrainingSpec spec, RecordClock time, SilenceDetector silence, Consumer<String> tell, BooleanSupplier stop) {
        KafkaAccess access = kafka.access();
        try (Admin admin = Admin.create(access.bounded())) {
            BrokerWatch watch = new BrokerWatch(
                    access.name(),
                    () -> admin.describeCluster().nodes().toCompletionStage().toCompletableFuture(),
                    new Patience(access.patience(), tell),
                    System::nanoTime);
            return new TrainingFollower(access.bounded(), kafka.names(), spec, time)
                    .run(
                            silence,
                            () -> {
                                silence.check();
                                watch.check();
                            },
                            stop);
        } catch (KafkaException e) {
            throw access.rejected(e);
        }
    }
}
