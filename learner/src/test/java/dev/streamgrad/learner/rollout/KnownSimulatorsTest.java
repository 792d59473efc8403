package dev.streamgrad.learner.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.learner.rollout.KnownSimulators.Coverage;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownSimulatorsTest {

    private final KnownSimulators simulators = new KnownSimulators();

    @Test
    void nothingIsKnownWithoutAnnouncements() {
        assertThat(simulators.coverage(0)).isEqualTo(Coverage.UNKNOWN);
        assertThat(simulators.explanation("Shop-v0", 0))
                .isEqualTo(
                        "No running simulator announces itself. Start one that knows the environment Shop-v0, and check that it"
                                + " reaches Kafka.");
    }

    @Test
    void namesTheSimulatorsThatCannotActAndWhatTheyKnow() {
        simulators.heard(report("host-1", "It does not know Shop-v0.", 10_000), 1_000);
        assertThat(simulators.coverage(1_000)).isEqualTo(Coverage.REJECTED);
        assertThat(simulators.explanation("Shop-v0", 1_000))
                .isEqualTo(
                        "None of the 1 running simulators can act its environment Shop-v0: host-1 (java 1, knows CartPole-v1,"
                                + " Taxi-v3): It does not know Shop-v0. Start a simulator that knows Shop-v0.");
    }

    @Test
    void oneSimulatorThatCanActIsEnough() {
        simulators.heard(report("host-1", "It does not know Shop-v0.", 10_000), 0);
        simulators.heard(report("host-2", "", 10_000), 0);
        assertThat(simulators.coverage(0)).isEqualTo(Coverage.ACTED);
        assertThat(simulators.explanation("Shop-v0", 0)).contains("host-2").doesNotContain("host-1");
    }

    @Test
    void aReportExpiresUnlessItIsRepeated() {
        simulators.heard(report("host-1", "", 10_000), 0);
        simulators.heard(report("host-1", "", 10_000), 8_000);
        assertThat(simulators.coverage(17_999)).isEqualTo(Coverage.ACTED);
        assertThat(simulators.coverage(18_000)).isEqualTo(Coverage.UNKNOWN);
    }

    @Test
    void aProcessThatLeavesIsForgottenAtOnce() {
        simulators.heard(report("host-1", "", 10_000), 0);
        simulators.heard(report("host-1", "", 0), 1);
        assertThat(simulators.coverage(1)).isEqualTo(Coverage.UNKNOWN);
    }

    @Test
    void aFloodOfProcessesIsBounded() {
        for (int process = 0; process < 100_000; process++) {
            simulators.heard(report("forged-" + process, "no", 600_000), 0);
        }
        assertThat(simulators.explanation("Shop-v0", 0))
                .startsWith("None of the 200 running")
                .hasSizeLessThan(1_000);
    }

    private static SimulatorReport report(String process, String rejection, int validMillis) {
        return new SimulatorReport(
                "shop", process, "java 1", List.of("CartPole-v1", "Taxi-v3"), rejection, validMillis);
    }
}
