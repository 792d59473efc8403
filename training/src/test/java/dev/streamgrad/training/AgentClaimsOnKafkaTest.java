package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.actor.ResumePoint;
import dev.streamgrad.actor.kafka.KafkaAgentClaims;
import dev.streamgrad.contract.record.AgentRecord;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.Topics;
import dev.streamgrad.process.Awaited;
import dev.streamgrad.training.embedded.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims on a real broker: every start of an agent gets an incarnation of its own. */
final class AgentClaimsOnKafkaTest {

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory, OptionalInt.empty());
        new Topics(kafka.access(), TopicNames.DEFAULT).ensure(2, Optional.empty());
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void manyProcessesAtOnceGetDifferentIncarnations() {
        int processes = 8;
        List<CompletableFuture<Map<Integer, Integer>>> claimed = IntStream.range(0, processes)
                .mapToObj(process -> CompletableFuture.supplyAsync(() -> claim("contested", "process-" + process, 0)))
                .toList();
        List<Integer> incarnations =
                claimed.stream().map(future -> future.join().get(0)).sorted().toList();
        assertThat(incarnations).doesNotHaveDuplicates().hasSize(processes);
    }

    @Test
    void anIncarnationIsAboveTheLogAndAboveAllClaims() {
        assertThat(claim("above", "a", 7)).isEqualTo(Map.of(0, 7, 1, 7));
        assertThat(claim("above", "b", 3)).isEqualTo(Map.of(0, 8, 1, 8));
    }

    @Test
    void theOwnerNoticesThatAnotherProcessClaimedItsAgent() throws Exception {
        try (KafkaAgentClaims owner = claims("noticed", "owner")) {
            owner.claim(owner.free(starts(0)));
            assertThat(owner.replacement()).isEmpty();
            claim("noticed", "successor", 0);
            AgentRecord[] seen = new AgentRecord[1];
            Awaited.until("the successor is seen", () -> {
                owner.replacement().ifPresent(claim -> seen[0] = claim);
                return seen[0] != null;
            });
            assertThat(seen[0].process()).isEqualTo("successor");
            assertThat(seen[0].incarnation()).isEqualTo(1);
        }
    }

    /** A claimant withdraws older claims, also those of processes that died, and compaction removes them. */
    @Test
    void olderClaimsAreWithdrawn() {
        for (int start = 0; start < 5; start++) {
            claim("withdrawn", "process-" + start, 0);
        }
        Map<String, byte[]> left = new HashMap<>();
        Rig.all(kafka, TopicNames.DEFAULT.agents()).forEach(record -> {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (key.startsWith("withdrawn/")) {
                left.put(key, record.value());
            }
        });
        assertThat(left.values().stream().filter(Objects::nonNull)).hasSize(2);
    }

    private static Map<Integer, Integer> claim(String policyId, String process, int least) {
        try (KafkaAgentClaims claims = claims(policyId, process)) {
            return claims.claim(claims.free(starts(least)));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static KafkaAgentClaims claims(String policyId, String process) {
        return new KafkaAgentClaims(
                kafka.access().client(), TopicNames.DEFAULT, policyId, process, (record, reason) -> {
                    throw new AssertionError(reason);
                });
    }

    private static List<ResumePoint> starts(int incarnation) {
        return List.of(
                ResumePoint.atEpisodeStart(0, incarnation, 0, 0), ResumePoint.atEpisodeStart(1, incarnation, 0, 0));
    }
}
