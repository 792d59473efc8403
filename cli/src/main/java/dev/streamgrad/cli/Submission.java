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
import dev.streamgrad.contract.topic.Keys;
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
        Optional<SubmittedSpec> earlier = earlier(there, spec);
        if (flink.isPresent()) {
            runJob(flink.get(), access, patience);
        }
        if (earlier.isPresent()) {
            say.accept(spec.policyId() + " is submitted already, since "
                    + earlier.get().at() + ".");
            return earlier.get();
        }
        SubmittedSpec submitted = patience.spend(access.name(), () -> topic.publish(spec));
        say.accept("Submitted " + spec.policyId() + ", for " + spec.updates() + " updates of "
                + spec.rollouts().batch() + " transitions.");
        return submitted;
    }

    /** The same spec, if it is there; another one under its name is refused. */
    private static Optional<SubmittedSpec> earlier(SubmittedSpecs there, TrainingSpec spec) {
        String unreadable = there.unreadable().get(Keys.trainingSpec(spec.policyId(), spec.revision()));
        if (unreadable != null) {
            throw new KafkaRefusedException(unreadable + " Choose another name with --policy.");
        }
        Optional<SubmittedSpec> earlier = there.find(spec.policyId(), spec.revision());
        earlier.filter(submitted -> !submitted.is(spec)).ifPresent(other -> {
            throw new UserException("Policy " + spec.policyId() + " was submitted at " + other.at()
                    + " with other settings. Then: " + SpecDifference.underOneName(spec, other.spec()) + ". Now: "
                    + SpecDifference.underOneName(other.spec(), spec) + ". " + advice(other.spec(), spec));
        });
        if (earlier.isEmpty()) {
            there.newest(spec.policyId()).ifPresent(newest -> mayFollow(newest.spec(), spec));
        }
        return earlier;
    }

    /** How to get the other settings. */
    private static String advice(TrainingSpec there, TrainingSpec spec) {
        String another = "choose another name with --policy, or another --seed, which names it as well.";
        return there.fixedChanges(spec).isEmpty()
                ? "To change it while it is trained: ./streamgrad revise --policy " + spec.policyId()
                        + " --set KEY=VALUE." + " For a training of its own, " + another
                : "What differs cannot change while a policy is trained: " + another;
    }

    private static void mayFollow(TrainingSpec newest, TrainingSpec spec) {
        List<String> changed = newest.fixedChanges(spec);
        if (!changed.isEmpty()) {
            throw new UserException("Revision " + spec.revision() + " of policy " + spec.policyId() + " changes "
                    + String.join(", ", changed)
                    + ", which cannot change while a policy is trained: choose another name with --policy.");
        }
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
