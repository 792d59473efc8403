package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.environment.EnvironmentRegistry;
import dev.streamgrad.training.Rig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies of a real broker and job that this process did not submit, or whose environment it does not know. */
final class FollowTest {

    @TempDir
    private static Path shared;

    private static Rig rig;
    private static Submissions commands;

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void start() throws Exception {
        rig = new Rig(shared, 3);
        commands = new Submissions(rig);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void aPolicyOfAnotherProgramIsFollowedToItsEndAndEvaluated() throws Exception {
        assertThat(commands.submit("--policy", "theirs", "--detach").status()).isZero();
        rig.act(commands.submitted("theirs").spec(), sink -> sink);
        Path run = directory.resolve("run");
        Said followed = follow("theirs", "--run-dir", run.toString());
        assertThat(followed.text()).contains("\"outcome\":\"finished\"");
        assertThat(followed.status()).isZero();
        assertThat(run.resolve("progress.csv")).isRegularFile();
        Said evaluated = Said.of("evaluate", "--run-dir", run.toString(), "--episodes", "2");
        assertThat(evaluated.text()).contains("\"policyId\":\"theirs\"");
        assertThat(evaluated.status()).isZero();
        assertThat(follow("theirs", "--run-dir", run.toString()).status())
                .as("again")
                .isZero();
    }

    @Test
    void aPolicyThatWasNotSubmittedIsNamed() {
        Said said = follow("nobodys");
        assertThat(said.text()).contains("No policy nobodys was submitted to Kafka at ", "name another with --policy");
        assertThat(said.status()).isEqualTo(2);
        Said wrong = follow("a/b");
        assertThat(wrong.text()).contains("--policy is 'a/b', but must be 1 to 128 letters");
        assertThat(wrong.status()).isEqualTo(2);
    }

    @Test
    void aPolicyOfAnUnknownEnvironmentIsPublishedFromAFileWithItsSpaces() throws Exception {
        Path file = Files.writeString(directory.resolve("pager.yaml"), """
                environment:
                  id: Pager-v1
                  observationSpace: Box(-inf, inf, (12,))
                  actionSpace: {kind: discrete, n: 3}
                rollouts: {agents: 2}
                """);
        assertThat(commands.submit("--spec", file.toString(), "--policy", "pager", "--detach")
                        .status())
                .isZero();
        TrainingSpec spec = commands.submitted("pager").spec();
        assertThat(spec.environment().id()).isEqualTo("Pager-v1");
        assertThat(spec.environment().observationSpace().elements()).isEqualTo(12);
        assertThat(spec.environment().actionSpace().distributionParameters()).isEqualTo(3);
        assertThat(EnvironmentRegistry.standard().ids()).doesNotContain("Pager-v1");

        Said evaluated = commands.submit("--spec", file.toString(), "--policy", "pager-2", "--eval-every", "5");
        assertThat(evaluated.text())
                .contains("budget.evaluateEvery is 5", "does not know the environment 'Pager-v1'", "or --detach.");
        assertThat(evaluated.status()).isEqualTo(2);
        Said noSpaces = commands.submit("--env", "Pager-v1", "--detach");
        assertThat(noSpaces.text())
                .contains("give environment.observationSpace and environment.actionSpace with --spec or --set");
        assertThat(noSpaces.status()).isEqualTo(2);
    }

    private static Said follow(String policy, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("follow", "--bootstrap-servers", rig.access().bootstrapServers(), "--policy", policy));
        arguments.addAll(List.of(options));
        return Said.of(arguments.toArray(String[]::new));
    }
}
