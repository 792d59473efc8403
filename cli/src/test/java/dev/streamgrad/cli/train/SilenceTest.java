package dev.streamgrad.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.record.PolicyUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SilenceTest {

    private final RecordClock clock = new RecordClock(Instant.EPOCH);
    private final List<String> said = new ArrayList<>();
    private final Runs heard = new Runs();
    private final Silence silence = new Silence("cartpole", heard, said::add, clock);

    @Test
    void saysOnceThatNobodyLearns() {
        checkAfter(29);
        assertThat(said).isEmpty();
        checkAfter(1);
        checkAfter(100);
        assertThat(said).hasSize(1);
        assertThat(said.get(0)).contains("Nobody has begun to learn cartpole within 30 s", "--flink URL", "simulate");
    }

    @Test
    void saysThatAJobFellSilentAndAgainAfterItWasHeardOf() {
        List<PolicyUpdate> versions =
                List.copyOf(Runs.serial(Runs.spec()).policies.values());
        checkAfter(29);
        silence.onPolicy(versions.get(0));
        silence.onPolicy(versions.get(1));
        checkAfter(29);
        assertThat(said).isEmpty();
        checkAfter(1);
        assertThat(said).hasSize(1);
        assertThat(said.get(0)).contains("Nothing was heard of cartpole for 30 s; its newest version is 1");
        silence.onPolicy(versions.get(2));
        checkAfter(30);
        assertThat(said).hasSize(2);
        assertThat(heard.policies).hasSize(3);
    }

    private void checkAfter(int seconds) {
        clock.set(clock.instant().plusSeconds(seconds));
        silence.check();
    }
}
