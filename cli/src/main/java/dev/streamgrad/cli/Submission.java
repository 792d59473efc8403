package dev.streamgrad.cli;

import dev.streamgrad.cli.flink.SessionCluster;
import dev.streamgrad.cli.spec.SpecDifference;
import dev.streamgrad.cli.usage.UserException;
import dev.streamgrad.contract.kafka.KafkaAccess;
import dev.streamgrad.contract.kafka.KafkaOptions;
import dev.streamgrad.contract.kafka.KafkaRefusedException;
import dev.streamgrad.contract.kafka.Patience;
import dev.streamgrad.contract.kafka.SpecTopic;
import dev.streamgrad.contract.kafka.SubmittedSpec;
import dev.streamgrad.contract.kafka.SubmittedSpecs;
import dev.streamgrad.contract.kafka.TopicOptions;
import dev.streamgrad.contract.kafka.Topics;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The way of a training spec to those who carry it out. The same spec may be submitted again and again.
 *
 * @param kafka which
 * @param topics how those are made that are not there yet
 * @param flink where the job is to be started, if it is
 * @param say tells the user
 */
record Submission(KafkaOptions kafka, TopicOptions topics, Optional<FlinkOptions> flink, Consumer<String> say) {

    private static final String OTHER_NAME = " Choose another name with --policy.";

    /**
     * Makes sure of Kafka, the topics and, where asked, the job; then publishes the spec, unless it is there. What is waited for is said
     * at once.
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
            throw new KafkaRefusedException(reason + OTHER_NAME);
        });
        Optional<SubmittedSpec> earlier = there.standing(spec);
        earlier.ifPresent(standing -> requireSame(standing, spec));
        if (flink.isPresent()) {
            runJob(flink.get(), access, patience);
        }
        SubmittedSpec submitted = earlier.isPresent()
                ? earlier.get()
                : patience.spend(access.name(), () -> topic.submit(spec)); // others may have been quicker since
        requireSame(submitted, spec);
        say.accept(
                submitted.isOwn()
                        ? "Submitted " + spec.policyId() + ", for " + spec.updates() + " updates of "
                                + spec.rollouts().batch() + " transitions."
                        : spec.policyId() + " is submitted already, since " + submitted.at() + ".");
        return submitted;
    }

    /** One of several submissions of a policy and revision counts: another than this is named. */
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

    /** How to get the other settings. */
    private static String advice(TrainingSpec there, TrainingSpec spec) {
        String another = "choose another name with --policy, or another --seed, which names it as well.";
        return there.fixedChanges(spec).isEmpty()
                ? "To change it while it is trained: ./streamgrad revise --policy " + spec.policyId()
                        + " --set KEY=VALUE." + " For a training of its own, " + another
                : "What differs cannot change while a policy is trained: " + another;
    }

    private static String notARevision(TrainingSpec newest, TrainingSpec spec) {
        List<String> changed = newest.fixedChanges(spec);
        String revision = "Revision " + spec.revision() + " of policy " + spec.policyId();
        return changed.isEmpty()
                ? revision + " comes after revision " + newest.revision() + ", which is in effect: change"
                        + " the policy with ./streamgrad revise --policy " + spec.policyId() + " --set KEY=VALUE."
                : revision + " changes " + String.join(", ", changed)
                        + ", which cannot change while a policy is trained." + OTHER_NAME;
    }

    private void runJob(FlinkOptions options, KafkaAccess access, Patience patience) throws IOException {
        SessionCluster cluster = new SessionCluster(options.address(), patience);
        cluster.check();
        Optional<String> running = cluster.job(kafka.names().prefix());
        if (running.isPresent()) {
            say.accept("The job runs already, as " + running.get() + ".");
        } else {
            say.accept("Starting the job ...");
            String own = cluster.run(options.request(kafka, access));
            say.accept("The job runs, as " + cluster.keepOne(kafka.names().prefix(), own) + ".");
        }
    }
}
