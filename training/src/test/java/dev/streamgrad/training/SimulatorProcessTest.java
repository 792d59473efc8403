package dev.streamgrad.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.process.Awaited;
import dev.streamgrad.process.ChildProcesses;
import dev.streamgrad.process.JavaProcess;
import dev.streamgrad.process.Listeners;
import dev.streamgrad.simulator.SimulatorMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulators as separate processes that are killed, suspended and terminated in mid-run: training has the hashes of the serial trainer. */
final class SimulatorProcessTest {

    @TempDir
    private static Path directory;

    private static Rig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = new Rig(directory, 4);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void continueWhenOneIsKilled() throws Exception {
        OpenEnded training = new OpenEnded(rig, "killed");
        Process dies = simulate("dies.txt", "--policy", "killed");
        try (RunningService stays = new RunningService(rig.access(), false, "killed")) {
            training.submit();
            awaitShared(stays, "killed");
            awaitVersion(stays, "killed", 20);
            dies.destroyForcibly();
            dies.waitFor();
            assertThat(agents(stays, "killed"))
                    .as("agents of the one that stays")
                    .isLessThan(Runs.AGENTS);
            Awaited.until("all agents are with the one that stays", () -> agents(stays, "killed") == Runs.AGENTS);
            awaitVersion(stays, "killed", version(stays, "killed") + 2);
            training.endAsSerial();
        }
    }

    /** A process that hangs for longer than its session timeout is replaced; blocks that it sends after it resumes have no effect. */
    @Test
    void continueWhenOneHangsAndWhenItResumes() throws Exception {
        OpenEnded training = new OpenEnded(rig, "hung");
        Process hangs = simulate("hangs.txt", "--policy", "hung", "--until-finished");
        try (RunningService stays = new RunningService(rig.access(), true, "hung")) {
            training.submit();
            awaitShared(stays, "hung");
            awaitVersion(stays, "hung", 20);
            ChildProcesses.signal(hangs, "STOP");
            Awaited.until("all agents are with the one that stays", () -> agents(stays, "hung") == Runs.AGENTS);
            double version = version(stays, "hung");
            awaitVersion(stays, "hung", version + 2);
            ChildProcesses.signal(hangs, "CONT");
            awaitShared(stays, "hung");
            awaitVersion(stays, "hung", version(stays, "hung") + 2);
            training.endAsSerial();
            stays.awaitEnd();
            hangs.waitFor();
            assertThat(hangs.exitValue())
                    .as(Files.readString(directory.resolve("hangs.txt")))
                    .isZero();
        }
    }

    @Test
    void leaveTheGroupWhenTerminated() throws Exception {
        OpenEnded training = new OpenEnded(rig, "ended");
        Process ends = simulate("ends.txt", "--policy", "ended", "--metrics-address", "0");
        try (RunningService stays = new RunningService(rig.access(), false, "ended")) {
            training.submit();
            awaitShared(stays, "ended");
            awaitVersion(stays, "ended", 20);
            assertThat(Listeners.of(ends.toHandle())).hasSizeLessThanOrEqualTo(1);
            Listeners.assertLoopbackOnly(ends.toHandle());
            ChildProcesses.signal(ends, "TERM");
            ends.waitFor();
            assertThat(members())
                    .as("members of the group after a clean exit; a killed process stays until its session times out")
                    .isEqualTo(1);
            assertThat(Files.readString(directory.resolve("ends.txt")))
                    .as("it shut down within its time limits")
                    .contains("Logging is ready; no thread was started before")
                    .doesNotContain("did not stop within");
            Awaited.until("all agents are with the one that stays", () -> agents(stays, "ended") == Runs.AGENTS);
            awaitVersion(stays, "ended", version(stays, "ended") + 2);
            training.endAsSerial();
        }
    }

    private static int members() throws Exception {
        try (Admin admin = Admin.create(rig.access().client())) {
            return admin
                    .describeConsumerGroups(List.of(Rig.NAMES.simulatorGroup("ended")))
                    .all()
                    .get()
                    .values()
                    .stream()
                    .mapToInt(group -> group.members().size())
                    .sum();
        }
    }

    private Process simulate(String output, String... options) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--bootstrap-servers", rig.access().bootstrapServers()));
        arguments.addAll(List.of(options));
        return JavaProcess.start(SimulatorMain.class, directory.resolve(output), arguments.toArray(String[]::new));
    }

    private static void awaitShared(RunningService service, String policyId) throws Exception {
        Awaited.until("half of the agents", () -> agents(service, policyId) == Runs.AGENTS / 2);
    }

    private static void awaitVersion(RunningService service, String policyId, double version) throws Exception {
        Awaited.until("version " + version + " acts", () -> version(service, policyId) >= version);
    }

    private static double version(RunningService service, String policyId) {
        return service.scrape().getOrDefault("streamgrad_simulator_policy_version{policy=\"" + policyId + "\"}", -1.0);
    }

    private static double agents(RunningService service, String policyId) {
        return service.scrape().getOrDefault("streamgrad_simulator_agents{policy=\"" + policyId + "\"}", -1.0);
    }
}
