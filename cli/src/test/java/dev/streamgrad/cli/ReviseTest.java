package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.training.Rig;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revises policies on a real broker, with a real job and agents that train them. */
final class ReviseTest {

    @TempDir
    private static Path directory;

    private static Rig rig;
    private static Submissions commands;

    @BeforeAll
    static void start() throws Exception {
        rig = new Rig(directory.resolve("rig"), 3);
        commands = new Submissions(rig);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void aRevisionKeepsAllOtherSettingsAndReportsItsChanges() {
        assertThat(commands.submit("--policy", "revised", "--set", "gamma=0.9", "--detach")
                        .status())
                .isZero();
        Said other = commands.submit(
                "--policy", "revised", "--set", "gamma=0.9", "--set", "entropyCoefficient=0.01", "--detach");
        assertThat(other.text())
                .contains("To change it while it is trained: ./streamgrad revise --policy revised --set KEY=VALUE.");
        assertThat(other.status()).isEqualTo(2);
        Said revised = commands.revise("revised", "--set", "entropyCoefficient=0.01", "--total-steps", "1e4");
        assertThat(revised.text())
                .contains(
                        "Revision 1 of revised is submitted: ",
                        "loss.entropyCoefficient=0.01",
                        "budget.totalSteps=10000");
        assertThat(revised.status()).isZero();
        TrainingSpec newest = commands.newest("revised");
        assertThat(newest.revision()).isEqualTo(1);
        assertThat(newest.advantage().gamma()).isEqualTo(0.9);
        assertThat(newest.network().hidden()).containsExactly(16, 16);
        assertThat(newest.budget().totalSteps()).isEqualTo(10_000);
        assertThat(commands.revise("revised", "--set", "maxGradNorm=none").text())
                .contains("Revision 2 of revised is submitted: optimiser.maxGradNorm=none.");
    }

    @Test
    void rejectsARevisionOfFixedSettingsAndOneWithoutChanges() {
        assertThat(commands.submit("--policy", "fixed", "--detach").status()).isZero();
        Said other = commands.revise("fixed", "--set", "hidden=8");
        assertThat(other.text())
                .contains(
                        "The revision changes network, which cannot change while a policy is trained; submit another");
        assertThat(other.status()).isEqualTo(2);
        Said same = commands.revise("fixed", "--total-steps", "1920");
        assertThat(same.text()).contains("Policy fixed has these settings already; nothing was submitted.");
        assertThat(same.status()).isEqualTo(2);
        Said unknown = commands.revise("fixd", "--total-steps", "1");
        assertThat(unknown.text()).contains("No policy fixd was submitted");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(commands.newest("fixed").revision()).isZero();
    }

    @Test
    void rejectsARevisionOfAnEndedTraining() throws Exception {
        assertThat(commands.submit("--policy", "ended", "--detach").status()).isZero();
        rig.act(commands.submitted("ended").spec(), sink -> sink);
        Said followed = commands.submit(
                "--policy", "ended", "--run-dir", directory.resolve("ended").toString());
        assertThat(followed.status()).isZero();
        Said late = commands.revise("ended", "--total-steps", "64");
        assertThat(late.text()).contains("Policy ended has ended (finished at version 30) and cannot be revised");
        assertThat(late.status()).isEqualTo(2);
        assertThat(commands.newest("ended").revision()).isZero();
    }
}
