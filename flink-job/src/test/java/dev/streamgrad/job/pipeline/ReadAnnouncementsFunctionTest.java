package dev.streamgrad.job.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.codec.Codecs;
import dev.streamgrad.contract.record.SimulatorAnnouncement;
import dev.streamgrad.job.state.RawRecord;
import dev.streamgrad.learner.rollout.AssemblyEvent;
import dev.streamgrad.learner.rollout.SimulatorReport;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Every record of the simulators topic is either an announcement or a dead letter. */
@SuppressWarnings("try") // the harness's close() may be interrupted
final class ReadAnnouncementsFunctionTest {

    private static final SimulatorAnnouncement GOOD = new SimulatorAnnouncement(
            "host-1", "java 1", List.of("CartPole-v1"), List.of("cartpole"), Map.of("shop", "It is unknown."), 10_000);

    @Test
    void tellsEachPolicyWhatTheSimulatorAnnouncesAboutIt() throws Exception {
        try (var harness = reading()) {
            harness.open();
            harness.processElement(raw("host-1", GOOD), 0);
            assertThat(harness.extractOutputValues())
                    .containsExactly(
                            new SimulatorReport("cartpole", "host-1", "java 1", List.of("CartPole-v1"), "", 10_000),
                            new SimulatorReport(
                                    "shop", "host-1", "java 1", List.of("CartPole-v1"), "It is unknown.", 10_000));
        }
    }

    @Test
    void anAnnouncementUnderAnotherKeyOrBeyondTheLimitsIsADeadLetter() throws Exception {
        List<String> names = Collections.nCopies(SimulatorAnnouncement.MOST_NAMES + 1, "a");
        try (var harness = reading()) {
            harness.open();
            harness.processElement(raw("host-2", GOOD), 0);
            harness.processElement(raw("h", new SimulatorAnnouncement("h", "", names, List.of(), Map.of(), 1)), 0);
            harness.processElement(raw("h", new SimulatorAnnouncement("h", "", List.of(), names, Map.of(), 1)), 0);
            harness.processElement(raw("h", new SimulatorAnnouncement("h", "", List.of(), List.of(), Map.of(), -1)), 0);
            assertThat(harness.extractOutputValues()).isEmpty();
            assertThat(harness.getSideOutput(SideOutputs.DEAD_LETTERS)).hasSize(4);
            assertThat(harness.getSideOutput(SideOutputs.DEAD_LETTERS)
                            .element()
                            .getValue()
                            .reason())
                    .contains("'host-1'", "'host-2'");
        }
    }

    @Test
    void aDamagedRecordIsAnAnnouncementOrADeadLetter() throws Exception {
        byte[] good = Codecs.ANNOUNCEMENT.encode(GOOD);
        Random random = new Random(11);
        try (var harness = reading()) {
            harness.open();
            for (int i = 0; i < 5_000; i++) {
                byte[] value = good.clone();
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    value[random.nextInt(value.length)] = (byte) random.nextInt(256);
                }
                harness.processElement(raw("host-1", value), 0);
            }
            harness.processElement(raw("host-1", GOOD), 0);
            assertThat(harness.extractOutputValues()).isNotEmpty();
        }
    }

    private static RawRecord raw(String key, SimulatorAnnouncement announcement) {
        return raw(key, Codecs.ANNOUNCEMENT.encode(announcement));
    }

    private static RawRecord raw(String key, byte[] value) {
        return new RawRecord("streamgrad.simulators", 0, 0, key.getBytes(StandardCharsets.UTF_8), value);
    }

    private static OneInputStreamOperatorTestHarness<RawRecord, AssemblyEvent> reading() throws Exception {
        return new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new ReadAnnouncementsFunction()));
    }
}
