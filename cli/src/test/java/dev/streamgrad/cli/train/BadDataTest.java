package dev.streamgrad.cli.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.simulator.acting.TransitionSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad records in the topic, besides an agent's own and in their place. */
class BadDataTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory = Path.of("");

    @Test
    void badRecordsBesidesTheAgentsOwnLeaveTheHashAndADeadLetterEach() throws Exception {
        var spec = Runs.spec();
        Map<String, Integer> sent = new HashMap<>();
        try (Rig rig = new Rig(directory, 2, environment -> {})) {
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
            Runs runs = rig.follow(spec, PATIENCE);
            assertThat(runs.hashes()).isEqualTo(Runs.serial(spec).hashes());
            assertThat(last(runs)).containsEntry("stream/masked", 0.0);
            // A rollout is one block here, and its duplicate comes while the next rollout is made.
            assertThat(last(runs)).containsEntry("stream/duplicates", (double) Runs.AGENTS);
            List<String> reasons = reasons(rig);
            sent.forEach((reason, count) -> assertThat(reasons)
                    .filteredOn(text -> text.contains(reason))
                    .as(reason)
                    .hasSize(count));
        }
    }

    @Test
    void agentsThatAreKilledAmongBadRecordsResumeAsIfTheseWereNotThere() throws Exception {
        var spec = Runs.spec();
        try (Rig rig = new Rig(directory, 2, environment -> {})) {
            rig.submit(spec);
            for (int life = 1; life <= 3; life++) {
                CountDownLatch enough = new CountDownLatch(3 * Runs.AGENTS - 1);
                Rig.Acting acting = rig.act(spec, sink -> block -> {
                    Tampering.all(block).values().forEach(bytes -> rig.inject(spec, block.agent(), bytes));
                    sink.publish(block);
                    Tampering.all(block).values().forEach(bytes -> rig.inject(spec, block.agent(), bytes));
                    enough.countDown();
                });
                assertThat(enough.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
                acting.close();
            }
            rig.act(spec, sink -> sink);
            Runs runs = rig.follow(spec, PATIENCE);
            assertThat(runs.hashes()).isEqualTo(Runs.serial(spec).hashes());
            assertThat(last(runs)).containsEntry("stream/masked", 0.0);
        }
    }

    /** A new life after rollout 5: what agent 1 lacks lies in the midst of its log then, and what agent 3 lacks at its end. */
    @Test
    void badRecordsInThePlaceOfAnAgentsOwnAreMaskedAndTrainingGoesOnAfterATakeoverToo() throws Exception {
        var spec = Runs.spec();
        try (Rig rig = new Rig(directory, 2, environment -> {})) {
            rig.submit(spec);
            CountDownLatch sixth = new CountDownLatch(1);
            Rig.Acting first = rig.act(spec, sink -> replacing(rig, until(6, sixth, sink)));
            assertThat(sixth.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            first.close();
            rig.act(spec, sink -> sink);
            Runs runs = rig.follow(spec, PATIENCE);
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
                    rig.all(Rig.NAMES.deadLetters()).get(0);
            assertThat(new String(letter.headers().lastHeader("topic").value(), UTF_8))
                    .isEqualTo(Rig.NAMES.transitions());
            assertThat(new String(letter.headers().lastHeader("offset").value(), UTF_8))
                    .matches("[0-9]+");
        }
    }

    /** Lets nothing through from a rollout on. */
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
    void twoPoliciesTrainAtOnceEachToItsOwnHash() throws Exception {
        var one = Runs.spec("policyId=one");
        var two = Runs.spec("policyId=two", "seed=2", "rollouts.lag=1", "rollouts.rolloutLength=8");
        try (Rig rig = new Rig(directory, 3, environment -> {})) {
            rig.submit(one);
            rig.submit(two);
            rig.act(one, sink -> sink);
            rig.act(two, sink -> sink);
            assertThat(rig.follow(one, PATIENCE).hashes())
                    .isEqualTo(Runs.serial(one).hashes());
            assertThat(rig.follow(two, PATIENCE).hashes())
                    .isEqualTo(Runs.serial(two).hashes());
        }
    }

    private static Map<String, Double> last(Runs runs) {
        return runs.metrics.get(runs.metrics.size() - 1).values();
    }

    private static List<String> reasons(Rig rig) {
        return rig.all(Rig.NAMES.deadLetters()).stream()
                .map(record -> new String(record.headers().lastHeader("reason").value(), UTF_8))
                .toList();
    }
}
