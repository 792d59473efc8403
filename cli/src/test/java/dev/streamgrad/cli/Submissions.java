package dev.streamgrad.cli;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.SpecTopic;
import dev.streamgrad.kafka.SubmittedSpec;
import dev.streamgrad.training.Rig;
import java.util.ArrayList;
import java.util.List;

/** Runs the commands {@code submit} and {@code revise} with a rig, and reads their records from its topic. */
record Submissions(Rig rig) {

    /** A training of 30 updates. */
    static final List<String> SMALL = TrainOptions.and(TrainOptions.SMALL, "--total-steps", "1920");

    /** Submits a small training. */
    Said submit(String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("submit", "--bootstrap-servers", rig.access().bootstrapServers()));
        arguments.addAll(SMALL);
        arguments.addAll(List.of(options));
        return Said.of(arguments.toArray(String[]::new));
    }

    Said revise(String policy, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("revise", "--bootstrap-servers", rig.access().bootstrapServers(), "--policy", policy));
        arguments.addAll(List.of(options));
        return Said.of(arguments.toArray(String[]::new));
    }

    /** A policy's first revision. */
    SubmittedSpec submitted(String policyId) {
        return new SpecTopic(rig.access(), TopicNames.DEFAULT)
                .read()
                .find(policyId, 0)
                .orElseThrow();
    }

    /** A policy's newest revision. */
    TrainingSpec newest(String policyId) {
        return new SpecTopic(rig.access(), TopicNames.DEFAULT)
                .read()
                .inEffect(policyId)
                .orElseThrow()
                .spec();
    }
}
