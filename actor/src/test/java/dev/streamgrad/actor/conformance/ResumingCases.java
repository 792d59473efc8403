package dev.streamgrad.actor.conformance;

import static dev.streamgrad.actor.conformance.Blocks.closed;
import static dev.streamgrad.actor.conformance.Blocks.part;
import static dev.streamgrad.actor.conformance.Blocks.with;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.actor.AgentHistory;
import dev.streamgrad.actor.ResumePoint;
import dev.streamgrad.contract.record.TransitionBlock;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;

/** Where an agent resumes, for one log per rule. */
final class ResumingCases {

    /** No version was published. */
    private static final long NONE = -1;

    private final CaseFile resuming = new CaseFile(
            "resuming",
            "Where agent 0 resumes, from the records of its partition in their order and the learner's position version (-1: no version"
                    + " yet). wait is true if it must first wait for the next record of its policy. sequence is that of its next step."
                    + " episode is the number of the episode that it begins if it abandons an open one. incarnation is the lowest that"
                    + " the log allows; claims may require a higher one.");
    private final CaseFile replaying = new CaseFile(
            "replaying",
            "The open episode at the place where the agent of the group resuming resumes: its number, and the actions and observations"
                    + " that are recorded, to be replayed; both are empty if a new episode begins, also because the start of the open one"
                    + " is unknown.");
    private final List<String> rows = new ArrayList<>();
    private final TrainingSpec spec = Specs.cartPole(2, 0);
    private final List<TransitionBlock> acted = Blocks.of(spec);

    private ResumingCases() {}

    static List<CaseFile> all() {
        ResumingCases cases = complete();
        return List.of(cases.resuming, cases.replaying);
    }

    /** The rows of the table in docs/contract.md. */
    static List<String> rows() {
        return complete().rows;
    }

    private static ResumingCases complete() {
        ResumingCases cases = new ResumingCases();
        cases.positions();
        cases.repeated();
        cases.rejected();
        cases.gaps();
        cases.learner();
        cases.closings();
        return cases;
    }

    private void positions() {
        add("an agent without records", NONE);
        add("after two rollouts", 2, block(0), block(1));
        add("within a rollout", 1, block(0), part(block(1), 0, 3));
        int end = firstEnd();
        add("after the last row of an episode", end / 4, upTo(end + 1));
        add("within a later episode", end / 4, upTo(end + 3));
        add("the start of the episode is no longer in the log", 3, block(1), block(2));
        TransitionBlock other = with(block(2), "agent", 1);
        add("blocks of another agent and of another policy", 1, block(0), other, with(block(1), "policyId", "other"));
    }

    private void repeated() {
        add("a repeated block", 3, block(0), block(1), block(2), block(1));
        add(
                "a repeated block of a higher incarnation fences nothing",
                3,
                block(0),
                block(1),
                incarnation(9, block(0)),
                block(2));
        add("a block of a lower incarnation", 2, block(0), incarnation(3, block(1)), block(2));
        add("a new incarnation", 2, block(0), incarnation(3, block(1)), incarnation(4, block(2)));
        TransitionBlock overlap = incarnation(1, block(1));
        add("a block that overlaps accepted rows", 2, block(0), part(block(1), 0, 2), overlap);
        add("the highest incarnation", 2, block(0), incarnation(Integer.MAX_VALUE, block(1)));
        add("an abandoned episode", 2, block(0), with(with(block(1), "episode", 1L), "episodeStep", 0));
    }

    private void rejected() {
        TransitionBlock wrongVersion = with(incarnation(9, block(1)), "policyVersion", 0L);
        add("a block that breaks a rule, with its incarnation", 1, block(0), wrongVersion);
        add("the learner has not passed the rejected rows", 1, block(0), wrongVersion);
        add("the learner has passed the rejected rows", 3, block(0), wrongVersion);
        ObjectNode unreadable = Blocks.record("test/0", new byte[] {1, 2, 3});
        write("the learner has passed a record that cannot be read", 3, List.of(Blocks.record(block(0)), unreadable));
        ObjectNode another = Blocks.record("test/1", new byte[] {1, 2, 3});
        write("a record of another agent that cannot be read", 3, List.of(Blocks.record(block(0)), another));
    }

    private void gaps() {
        add("a gap within reach", 1, block(0), part(block(1), 2, 4));
        add("a block out of reach whose version is not published", 1, block(0), block(5));
        add("a block out of reach whose version is published", 6, block(0), block(5));
        add("a block out of reach, then the next block", 2, block(0), block(5), block(1));
        add("two blocks out of reach", 9, block(0), block(5), block(8));
        add("two blocks out of reach, the second one's version is not published", 6, block(0), block(5), block(8));
    }

    private void learner() {
        add("the learner has passed the open rollout, its version is kept", 2, block(0));
        add("the version that acts in the open rollout is no longer kept", 3, block(0));
        add("no records, and version 0 is no longer kept", 2);
    }

    private void closings() {
        add("a rollout that was closed early", 2, block(0), closed(block(1), 2));
        add(
                "a rollout that was closed with a row that was sent before",
                2,
                block(0),
                part(block(1), 0, 2),
                closed(block(1), 2));
        add("a rollout that was closed without rows", 2, block(0), closed(block(1), 0));
        int end = firstEnd();
        TransitionBlock[] last = upTo(end + 1);
        last[last.length - 1] = closed(last[last.length - 1], last[last.length - 1].rows());
        add("a rollout that was closed with the last row of an episode", end / 4 + 1, last);
    }

    private TransitionBlock block(int rollout) {
        return acted.get(rollout);
    }

    private static TransitionBlock incarnation(int incarnation, TransitionBlock block) {
        return with(block, "incarnation", incarnation);
    }

    /** The sequence of the first row that ends an episode. */
    private int firstEnd() {
        int sequence = 0;
        while (!block(sequence / 4).ended(sequence % 4)) {
            sequence++;
        }
        return sequence;
    }

    /** The blocks of the first rows. */
    private TransitionBlock[] upTo(int rows) {
        List<TransitionBlock> blocks = new ArrayList<>(acted.subList(0, rows / 4));
        if (rows % 4 > 0) {
            blocks.add(part(block(rows / 4), 0, rows % 4));
        }
        return blocks.toArray(TransitionBlock[]::new);
    }

    private void add(String name, long version, TransitionBlock... log) {
        List<ObjectNode> records = new ArrayList<>();
        for (TransitionBlock block : log) {
            records.add(Blocks.record(block));
        }
        write(name, version, records);
    }

    private void write(String name, long version, List<ObjectNode> records) {
        AgentHistory history = new AgentHistory(spec, 0);
        records.forEach(record -> Blocks.offer(record, history));
        ObjectNode input = Json.object("spec", Specs.bytes(spec), "agent", 0, "version", version, "records", records);
        if (history.isBehind(version)) {
            resuming.add(name, input, Json.object("wait", true));
            rows.add("| " + name + " | " + version + " | waits | | |");
            return;
        }
        ResumePoint point = history.resume(0, version);
        long episode = point.episode() + (point.openActions().length > 0 ? 1 : 0);
        rows.add("| " + name + " | " + version + " | " + point.incarnation() + " | " + point.sequence() + " | "
                + episode + " |");
        resuming.add(
                name,
                input,
                Json.object(
                        "wait",
                        false,
                        "incarnation",
                        point.incarnation(),
                        "sequence",
                        point.sequence(),
                        "episode",
                        episode));
        replaying.add(
                name,
                input.deepCopy(),
                Json.object(
                        "episode", point.episode(),
                        "actions", point.openActions(),
                        "observations", point.openObservations()));
    }
}
