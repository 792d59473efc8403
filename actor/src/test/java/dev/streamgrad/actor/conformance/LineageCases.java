package dev.streamgrad.actor.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.inspection.EndOfTraining;
import dev.streamgrad.contract.inspection.PolicyLineage;
import dev.streamgrad.contract.inspection.SaidEnds;
import dev.streamgrad.contract.record.Forgery;
import dev.streamgrad.contract.record.PolicyStatus;
import dev.streamgrad.contract.record.PolicyStatus.State;
import dev.streamgrad.contract.record.PolicyUpdate;
import dev.streamgrad.contract.spec.TrainingSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Which versions count, the learner's position, and the end of training. */
final class LineageCases {

    private static final TrainingSpec SPEC = Specs.cartPole(1, 0);
    private static final long FORGED = 2;

    private final CaseFile file;
    private final List<Published> records = new ArrayList<>();
    private final List<PolicyStatus> statuses = new ArrayList<>();
    private long now;

    private record Published(PolicyUpdate version, long at) {}

    private LineageCases(CaseFile file) {
        this.file = file;
    }

    static CaseFile lineages() {
        LineageCases cases = new LineageCases(
                new CaseFile(
                        "lineages",
                        "The learner's position after all records were read (−1: no version counts), and the versions of this line that a reader"
                                + " keeps and may act with. at is the time of the record in milliseconds. All records pass their inspection."));
        cases.publish(0, 1, 2).line("versions from 0 on");
        cases.publish(7).line("one later version");
        cases.publish(7, 8).line("two versions that agree");
        cases.publish(0, 1, 2, 3, 1).line("one version again");
        cases.publish(0, 1, 2, 3, 4, 5, 2, 3).line("a restored learner");
        cases.publish(0, 1, 2, 3, 4, 5, 2, 3, 4, 5, 6).line("a restored learner that has caught up");
        cases.publish(0, 1).forge(2).line("a version that does not descend");
        cases.publish(0, 1).forge(2).publish(2).line("a version that does not descend, then one that does");
        cases.publish(0, 1).forge(7, 8).line("another line that is ahead with two versions");
        cases.publish(0, 1).forge(9).later(5_000).forge(9).line("another line's version, repeated for 5 s");
        cases.publish(0, 1)
                .forge(9)
                .later(5_000)
                .forge(9)
                .later(5_000)
                .forge(9)
                .line("another line's version, repeated for 10 s");
        cases.publish(0, 1)
                .forge(9)
                .later(5_000)
                .publish(1)
                .forge(9)
                .later(5_000)
                .forge(9)
                .line("two lines that are repeated in turn");
        cases.publish(7).later(9_000).publish(7).line("a single version that is repeated");
        cases.publish(0, 1, 50, 51).line("a reader slower than compaction");
        return cases.file;
    }

    static CaseFile ends() {
        LineageCases cases = new LineageCases(new CaseFile(
                "ends",
                "Whether the training is over, from all versions and statuses, silentMillis after the last record of the policies topic"
                        + " arrived. The spec has 12 updates and no target return."));
        cases.publish(10, 11).last(12).said(State.FINISHED, 12).end("the last version and its status", 0);
        cases.publish(10, 11, 12).said(State.FINISHED, 12).end("a status without a mark", 0);
        cases.publish(10, 11, 12).said(State.FINISHED, 12).end("a status without a mark, after silence", 12_000);
        cases.publish(10, 11).last(12).end("a mark without a status", 60_000);
        cases.publish(0).last(1).said(State.FINISHED, 1).end("an end that the spec does not allow", 0);
        cases.publish(0)
                .last(1)
                .said(State.FINISHED, 1)
                .end("an end that the spec does not allow, after silence", 12_000);
        cases.said(State.FAILED, 0).end("failed before the first version", 0);
        cases.said(State.FINISHED, 0).end("finished before the first version", 0);
        cases.publish(0, 1).said(State.FAILED, 2).end("failed at the next version", 0);
        cases.publish(0, 1).said(State.FAILED, 2).end("failed at the next version, after silence", 12_000);
        cases.publish(0, 1).said(State.STOPPED, 1).end("stopped, after silence", 12_000);
        cases.publish(0, 1).said(State.FAILED, 0).end("a status of an earlier version", 60_000);
        cases.publish(0, 1).said(State.FAILED, 5).end("a status of a far version", 60_000);
        cases.publish(0, 1).said(State.RUNNING, 1).end("running", 60_000);
        cases.publish(0, 1).said(State.STALLED, 1).end("stalled", 60_000);
        return cases.file;
    }

    private LineageCases publish(long... versions) {
        LongStream.of(versions)
                .mapToObj(version -> Specs.version(SPEC, 1, version))
                .forEach(this::add);
        return this;
    }

    private LineageCases forge(long... versions) {
        LongStream.of(versions)
                .mapToObj(version -> Specs.version(SPEC, FORGED, version))
                .forEach(this::add);
        return this;
    }

    private LineageCases last(long version) {
        add(Forgery.of(Specs.version(SPEC, 1, version), Map.of("last", true)));
        return this;
    }

    private LineageCases later(long millis) {
        now += millis;
        return this;
    }

    private LineageCases said(State state, long version) {
        statuses.add(new PolicyStatus(SPEC.policyId(), state, "", version, 0));
        return this;
    }

    private void add(PolicyUpdate version) {
        records.add(new Published(version, now));
    }

    private void line(String name) {
        PolicyLineage lineage = lineage();
        long[] usable = LongStream.rangeClosed(0, 60)
                .filter(version -> lineage.find(version).isPresent())
                .toArray();
        List<Long> versions = LongStream.of(usable).boxed().toList();
        file.add(
                name,
                Json.object("spec", Specs.bytes(SPEC), "records", versions()),
                Json.object("position", lineage.position(), "versions", versions));
        clear();
    }

    private void end(String name, long silence) {
        SaidEnds said = new SaidEnds();
        List<ObjectNode> log = new ArrayList<>();
        for (PolicyStatus status : statuses) {
            said.add(status);
            log.add(Blocks.record(status.policyId(), Codecs.STATUS.encode(status)));
        }
        long[] time = {0};
        EndOfTraining end = new EndOfTraining(SPEC, new SetClock(time));
        PolicyLineage lineage = lineage();
        boolean over = end.reached(said, lineage).isPresent();
        time[0] = silence;
        over |= end.reached(said, lineage).isPresent();
        file.add(
                name,
                Json.object(
                        "spec", Specs.bytes(SPEC), "versions", versions(), "statuses", log, "silentMillis", silence),
                Json.object("over", over));
        clear();
    }

    private PolicyLineage lineage() {
        PolicyLineage lineage = new PolicyLineage(SPEC.rollouts().lag());
        records.forEach(record -> lineage.offer(record.version(), record.at()));
        return lineage;
    }

    private List<ObjectNode> versions() {
        return records.stream()
                .map(record -> Blocks.record(Specs.key(record.version()), Codecs.POLICY_UPDATE.encode(record.version()))
                        .put("at", record.at()))
                .toList();
    }

    private void clear() {
        records.clear();
        statuses.clear();
        now = 0;
    }

    /** A clock whose time is the element of an array. */
    private static final class SetClock extends Clock {

        private final long[] millis;

        SetClock(long[] millis) {
            this.millis = millis;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis[0]);
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
