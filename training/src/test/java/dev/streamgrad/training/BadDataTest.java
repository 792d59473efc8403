package dev.streamgrad.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.actor.TransitionSink;
import dev.streamgrad.contract.codec.Codecs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Bad records in the transitions topic, in addition to an agent's own records and instead of them. */
class BadDataTest extends OnOneCluster {

    @Test
    void additionalBadRecordsDoNotChangeTheHashAndEachHasADeadLetter() throws Exception {
        var spec = Runs.spec();
        Map<String, Integer> sent = new HashMap<>();
        try (Rig rig = new Rig(cluster, "additional", 2)) {
            rig.submit(spec);
            rig.act(spec, sink -> block -> {
                Tampering.all(block).forEach((reason, bytes) -> {
                    rig.inject(spec, block.agent(), bytes);
                    sent.merge(reason, 1, Integer::sum);
                });
                rig.inject(spec, block.agent(), Tampering.ofPolicy(block, "nobodys"));
                sink.publish(block);
                rig.inject(spec, block.agent(), Codecs.TRANSITION_BLOCK.encode(block)); // a duplicate
            });
            Runs runs = rig.follow(spec);
            assertThat(runs.hashes()).isEqualTo(Runs.serial(spec).hashes());
            assertThat(last(runs)).containsEntry("stream/masked", 0.0);
            // A rollout is one block here; its duplicate arrives while the next rollout is assembled.
            assertThat(last(runs)).containsEntry("stream/duplicates", (double) Runs.AGENTS);
            List<String> reasons = reasons(rig);
            sent.forEach((reason, count) -> assertThat(reasons)
                    .filteredOn(text -> text.contains(reason))
                    .as(reason)
                    .hasSize(count));
        }
    }

    @Test
    void killedAgentsResumeAsIfThereWereNoBadRecords() throws Exception {
        var spec = Runs.spec();
        try (Rig rig = new Rig(cluster, "killed", 2)) {
            rig.submit(spec);
            for (int incarnation = 1; incarnation <= 3; incarnation++) {
                CountDownLatch enough = new CountDownLatch(3 * Runs.AGENTS - 1);
                Rig.Acting acting = rig.act(spec, sink -> block -> {
                    Tampering.all(block).values().forEach(bytes -> rig.inject(spec, block.agent(), bytes));
                    sink.publish(block);
                    Tampering.all(block).values().forEach(bytes -> rig.inject(spec, block.agent(), bytes));
                    enough.countDown();
                });
                enough.await();
                acting.close();
            }
            rig.act(spec, sink -> sink);
            Runs runs = rig.follow(spec);
            assertThat(runs.hashes()).isEqualTo(Runs.serial(spec).hashes());
            assertThat(last(runs)).containsEntry("stream/masked", 0.0);
        }
    }

    /** The agents restart after rollout 5: agent 1 then has a gap in the middle of its log, and agent 3 at the end. */
    @Test
    void masksBadRecordsThatReplaceAnAgentsOwnAlsoAfterATakeover() throws Exception {
        var spec = Runs.spec();
        try (Rig rig = new Rig(cluster, "replaced", 2)) {
            rig.submit(spec);
            CountDownLatch sixth = new CountDownLatch(1);
            Rig.Acting first = rig.act(spec, sink -> replacing(rig, until(6, sixth, sink)));
            sixth.await();
            first.close();
            rig.act(spec, sink -> sink);
            Runs runs = rig.follow(spec);
            assertThat(runs.policies).hasSize(Runs.UPDATES + 1);
            assertThat(runs.metrics).hasSize(Runs.UPDATES);
            assertThat(last(runs))
                    .containsEntry("stream/masked", 3.0 * Runs.LENGTH)
                    .containsEntry("stream/skipped_updates", 0.0);
            assertThat(runs.statuses)
                    .anyMatch(status -> status.reason().contains("agents [1]"))
                    .anyMatch(status -> status.reason().contains("agents [3]"));
            assertThat(reasons(rig)).hasSize(3);
            ConsumerRecord<byte[], byte[]> letter =
                    rig.all(rig.names().deadLetters()).get(0);
            assertThat(new String(letter.headers().lastHeader("topic").value(), UTF_8))
                    .isEqualTo(rig.names().transitions());
            assertThat(new String(letter.headers().lastHeader("offset").value(), UTF_8))
                    .matches("[0-9]+");
        }
    }

    /** Drops all blocks from a rollout on. */
    private static TransitionSink until(int rollout, CountDownLatch reached, TransitionSink sink) {
        return block -> {
            if (block.rollout() < rollout) {
                sink.publish(block);
            } else {
                reached.countDown();
            }
        };
    }

    /** NaN from agent 1 in rollouts 3 and 4, garbage from agent 3 in rollout 5. */
    private static TransitionSink replacing(Rig rig, TransitionSink sink) {
        return block -> {
            if (block.agent() == 1 && (block.rollout() == 3 || block.rollout() == 4)) {
                rig.inject(Runs.spec(), 1, Tampering.notANumber(block));
            } else if (block.agent() == 3 && block.rollout() == 5) {
                rig.inject(Runs.spec(), 3, "garbage".getBytes(UTF_8));
            } else {
                sink.publish(block);
            }
        };
    }

    @Test
    void twoPoliciesTrainAtTheSameTimeEachToItsOwnHash() throws Exception {
        var one = Runs.spec("policyId=one");
        var two = Runs.spec("policyId=two", "seed=2", "rollouts.lag=1", "rollouts.rolloutLength=8");
        try (Rig rig = new Rig(cluster, "two-policies", 3)) {
            rig.submit(one);
            rig.submit(two);
            rig.act(one, sink -> sink);
            rig.act(two, sink -> sink);
            assertThat(rig.follow(one).hashes()).isEqualTo(Runs.serial(one).hashes());
            assertThat(rig.follow(two).hashes()).isEqualTo(Runs.serial(two).hashes());
        }
    }

    private static Map<String, Double> last(Runs runs) {
        return runs.metrics.get(runs.metrics.size() - 1).values();
    }

    private static List<String> reasons(Rig rig) {
        return rig.all(rig.names().deadLetters()).stream()
                .map(record -> new String(record.headers().lastHeader("reason").value(), UTF_8))
                .toList();
    }
}
