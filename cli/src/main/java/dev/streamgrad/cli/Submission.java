package dev.streamgrad.cli;

import dev.streamgrad.cluster.flink.SessionCluster;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.kafka.KafkaAccessException;
import dev.streamgrad.kafka.KafkaOptions;
import dev.streamgrad.kafka.Patience;
import dev.streamgrad.kafka.SpecTopic;
import dev.streamgrad.kafka.SubmittedSpec;
import dev.streamgrad.kafka.SubmittedSpecs;
import dev.streamgrad.kafka.TopicOptions;
import dev.streamgrad.kafka.Topics;
import dev.streamgrad.process.UserException;
import dev.streamgrad.training.spec.SpecDifference;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Submits a training spec to Kafka. Submitting the same spec again has no effect.
 *
 * @param kafka the Kafka to submit to
 * @param topics how to create topics that do not exist
 * @param flink how to start the job; empty if it is not to be started
 * @param say receives messages for the user
 */
record Submission(KafkaOptions kafka, TopicOptions topics, Optional<FlinkOptions> flink, Consumer<String> say) {

    private static final String OTHER_NAME = " Choose another name with --policy.";

    /**
     * Checks Kafka, creates missing topics and, if requested, starts the job; then publishes the spec, unless it was published before.
     * Reports to the user what it waits for.
     */
    SubmittedSpec submit(TrainingSpec spec) throws Exception {
        KafkaAccess access = kafka.access();
        Patience patience = new Patience(access.patience(), say);
        SpecTopic topic = new SpecTopic(access, kafka.names());
        SubmittedSpecs there = patience.spend(access.name(), () -> {
            access.check();
            new Topics(access, kafka.names()).ensure(topics.partitions(), topics.replication(), topics.limits());
            return topic.read();
        });
        there.unreadable(spec.policyId(), spec.revision()).ifPresent(reason -> {
            throw new KafkaAccessException(reason + OTHER_NAME);
        });
        Optional<SubmittedSpec> earlier = there.standing(spec);
        earlier.ifPresent(standing -> requireSame(standing, spec));
        if (flink.isPresent()) {
            runJob(flink.get(), access, patience);
        }
        SubmittedSpec submitted = earlier.isPresent()
                ? earlier.get()
                : patience.spend(access.name(), () -> topic.submit(spec)); // another command may have been faster
        requireSame(submitted, spec);
        say.accept(
                submitted.isOwn()
                        ? "Submitted " + spec.policyId() + ", for " + spec.updates()
                                + (spec.updates() == 1 ? " update of " : " updates of ")
                                + spec.rollouts().batch() + " transitions."
                        : spec.policyId() + " was already submitted, at " + submitted.at() + ".");
        return submitted;
    }

    /** Rejects a spec if another one is in effect for its policy: of several submissions of a policy and revision only one counts. */
    private static void requireSame(SubmittedSpec standing, TrainingSpec spec) {
        TrainingSpec other = standing.spec();
        if (other.revision() != spec.revision()) {
            throw new UserException(notARevision(other, spec));
        }
        if (!standing.is(spec)) {
            throw new UserException("Policy " + spec.policyId() + " was submitted at " + standing.at() + " as "
                    + standing.key() + " with other settings. Then: " + SpecDifference.underOneName(spec, other)
                    + ". Now: " + SpecDifference.underOneName(other, spec) + ". " + advice(other, spec));
        }
    }

    /** How to train with the other settings. */
    private static String advice(TrainingSpec there, TrainingSpec spec) {
        String another = "choose another name with --policy, or another --seed, which is part of the default name.";
        return there.fixedChanges(spec).isEmpty()
                ? "To change it while it is trained: ./streamgrad revise --policy " + spec.policyId()
                        + " --set KEY=VALUE." + " To train it separately, " + another
                : "These settings cannot change while a policy is trained; " + another;
    }

    private static String notARevision(TrainingSpec newest, TrainingSpec spec) {
        List<String> changed = newest.fixedChanges(spec);
        String revision = "Revision " + spec.revision() + " of policy " + spec.policyId();
        return changed.isEmpty()
                ? revision + " would follow revision " + newest.revision() + ", which is in effect; change"
                        + " the policy with ./streamgrad revise --policy " + spec.policyId() + " --set KEY=VALUE."
                : revision + " changes " + String.join(", ", changed)
                        + ", which cannot change while a policy is trained." + OTHER_NAME;
    }

    private void runJob(FlinkOptions options, KafkaAccess access, Patience patience) throws IOException {
        SessionCluster cluster = new SessionCluster(options.address(), patience);
        cluster.check();
        Optional<String> running = cluster.job(kafka.names().prefix());
        if (running.isPresent()) {
            say.accept("The job is already running as " + running.get() + ".");
        } else {
            say.accept("Starting the job ...");
            String own = cluster.run(options.request(kafka, access));
            say.accept("The job is running as " + cluster.keepOne(kafka.names().prefix(), own) + ".");
        }
    }
}
