package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.streamgrad.actor.kafka.KafkaPolicySource;
import dev.streamgrad.cluster.flink.Session;
import dev.streamgrad.cluster.flink.SessionJob;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.kafka.SpecTopic;
import dev.streamgrad.process.ChildProcesses;
import dev.streamgrad.process.Listeners;
import dev.streamgrad.training.Rig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submits training specs to a real broker, with a real job and agents. */
final class SubmitTest {

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
    void canBeFollowedRepeatedlyToTheHashOfTheSerialTraining() throws Exception {
        Said detached = commands.submit("--seed", "7", "--eval-every", "10", "--detach");
        assertThat(detached.status()).isZero();
        assertThat(new JsonMapper().readTree(lastLine(detached)).get("policyId").asText())
                .isEqualTo("cartpole-v1-ppo-7");
        rig.act(commands.submitted("cartpole-v1-ppo-7").spec(), sink -> sink);
        Path first = directory.resolve("first");
        Said followed = commands.submit("--seed", "7", "--eval-every", "10", "--run-dir", first.toString());
        assertThat(followed.text()).contains("cartpole-v1-ppo-7 was already submitted, at ");
        assertThat(followed.status()).isZero();

        Path serial = directory.resolve("serial");
        List<String> train =
                new ArrayList<>(List.of("train", "--serial", "--quiet", "--seed", "7", "--eval-every", "10"));
        train.addAll(Submissions.SMALL);
        train.addAll(List.of("--run-dir", serial.toString()));
        assertThat(Said.of(train.toArray(String[]::new)).status()).isZero();
        JsonNode summary = new JsonMapper().readTree(lastLine(followed));
        assertThat(summary.get("outcome").asText()).isEqualTo("finished");
        assertThat(summary.get("updates").asInt()).isEqualTo(30);
        assertThat(summary.get("parameterHash")).isEqualTo(summary(serial).get("parameterHash"));
        assertThat(summary.get("bestEvaluation")).isEqualTo(summary(serial).get("bestEvaluation"));
        assertThat(first.resolve("progress.csv")).hasSameTextualContentAs(serial.resolve("progress.csv"));

        Path second = directory.resolve("second");
        for (Path again : List.of(first, second)) {
            assertThat(commands.submit("--seed", "7", "--eval-every", "10", "--run-dir", again.toString())
                            .status())
                    .isZero();
            assertThat(again.resolve("progress.csv")).hasSameTextualContentAs(serial.resolve("progress.csv"));
            assertThat(summary(again).get("wallSeconds"))
                    .as("the duration by the broker's clock, whenever the run is followed")
                    .isEqualTo(summary.get("wallSeconds"));
        }
    }

    @Test
    void rejectsAnotherSpecUnderTheSameNameWithTheDifferences() {
        assertThat(commands.submit("--policy", "mine", "--detach").status()).isZero();
        Said other = commands.submit("--policy", "mine", "--seed", "2", "--set", "lag=1", "--detach");
        assertThat(other.text())
                .contains("Policy mine was submitted at ", "Then: seed=1 rollouts.lag=0. Now: seed=2 rollouts.lag=1.")
                .contains("choose another name with --policy, or another --seed")
                .doesNotContain("Exception");
        assertThat(other.status()).isEqualTo(2);
        assertThat(commands.submitted("mine").spec().seed()).isEqualTo(1);
        assertThat(commands.submit("--policy", "another", "--seed", "2", "--set", "lag=1", "--detach")
                        .status())
                .isZero();
    }

    @Test
    void acceptsOneOfThreeConcurrentSubmissionsUnderOneName() throws Exception {
        List<Process> processes = new ArrayList<>();
        try {
            for (int seed = 1; seed <= 3; seed++) {
                List<String> arguments = new ArrayList<>(
                        List.of("submit", "--bootstrap-servers", rig.access().bootstrapServers(), "--detach"));
                arguments.addAll(List.of("--policy", "contested", "--seed", Integer.toString(seed)));
                arguments.addAll(Submissions.SMALL);
                processes.add(CommandProcess.start(
                        directory.resolve("output-" + seed), Map.of(), arguments.toArray(String[]::new)));
            }
            List<Integer> accepted = new ArrayList<>();
            for (int i = 0; i < processes.size(); i++) {
                processes.get(i).waitFor();
                if (processes.get(i).exitValue() == 0) {
                    accepted.add(i + 1);
                } else {
                    assertThat(processes.get(i).exitValue()).isEqualTo(2);
                    assertThat(directory.resolve("output-" + (i + 1)))
                            .content()
                            .contains("Policy contested was submitted at ", " as contested/0/", "Then: seed=");
                }
            }
            assertThat(accepted).hasSize(1);
            assertThat(commands.submitted("contested").spec().seed())
                    .isEqualTo(accepted.get(0).longValue());
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void writesOneRecordIfTheSameSpecIsSubmittedTwice() {
        assertThat(commands.submit("--policy", "twice", "--detach").status()).isZero();
        assertThat(commands.submit("--policy", "twice", "--detach").status()).isZero();
        assertThat(rig.all(TopicNames.DEFAULT.trainingSpecs()).stream()
                        .filter(record -> new String(record.key(), StandardCharsets.UTF_8).startsWith("twice/0/")))
                .hasSize(1);
    }

    @Test
    void rejectsARunDirectoryOfAnotherSpec() throws Exception {
        Path run = directory.resolve("run");
        List<String> train = new ArrayList<>(List.of("train", "--serial", "--quiet", "--run-dir", run.toString()));
        train.addAll(Submissions.SMALL);
        assertThat(Said.of(train.toArray(String[]::new)).status()).isZero();
        String before = Files.readString(run.resolve("spec.json"));
        Said said = commands.submit("--policy", "elsewhere", "--run-dir", run.toString());
        assertThat(said.text()).contains("holds the run of another spec, of policy cartpole-v1-ppo", "--run-dir");
        assertThat(said.status()).isEqualTo(2);
        assertThat(Files.readString(run.resolve("spec.json"))).isEqualTo(before);
    }

    @Test
    void nonEmptyEnvironmentVariablesReplaceOptionsThatAreNotGiven() throws Exception {
        Path output = directory.resolve("output.txt");
        Process process = CommandProcess.start(
                output,
                Map.of(
                        "STREAMGRAD_BOOTSTRAP_SERVERS",
                        rig.access().bootstrapServers(),
                        "STREAMGRAD_CLIENT_PROPERTIES",
                        "",
                        "STREAMGRAD_TOPIC_PREFIX",
                        "other"),
                "submit",
                "--detach");
        process.waitFor();
        assertThat(output).content().contains("\"policyId\":\"cartpole-v1-ppo-1\"");
        assertThat(new SpecTopic(rig.access(), new TopicNames("other")).read().inEffect())
                .hasSize(1);
    }

    @Test
    void aSignalStopsTheFollowingButNotTheTraining() throws Exception {
        Path run = directory.resolve("run");
        Path output = directory.resolve("output.txt");
        List<String> arguments = new ArrayList<>(List.of(
                "submit", "--bootstrap-servers", rig.access().bootstrapServers(), "--policy", "left", "--run-dir"));
        arguments.add(run.toString());
        arguments.addAll(Submissions.SMALL);
        Process process = CommandProcess.start(output, Map.of(), arguments.toArray(String[]::new));
        while (!Files.exists(run.resolve("progress.csv"))) {
            assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
        }
        Listeners.assertLoopbackOnly(process.toHandle());
        ChildProcesses.signal(process, "INT");
        process.waitFor();
        assertThat(output).content().contains("the training continues. The same command follows it again.");
        assertThat(summary(run).get("outcome").asText()).isEqualTo("interrupted");
        rig.act(commands.submitted("left").spec(), sink -> sink);
        assertThat(Said.of(arguments.toArray(String[]::new)).status()).isZero();
        assertThat(summary(run).get("outcome").asText()).isEqualTo("finished");
    }

    @Test
    void startsTheJobOnASessionClusterIfItIsNotRunning() throws Exception {
        try (Session session = new Session(directory.resolve("jars"), 1, 2)) {
            String[] arguments = {
                "--detach",
                "--topic-prefix",
                "session",
                "--flink",
                session.address().toString(),
                "--job-jar",
                SessionJob.jar(directory).toString(),
                "--checkpoints",
                directory.resolve("checkpoints").toUri().toString()
            };
            Said started = commands.submit(arguments);
            assertThat(started.text()).contains("Starting the job ...", "The job is running as ", "Submitted cartpole");
            assertThat(started.status()).isZero();
            try (KafkaPolicySource policies = new KafkaPolicySource(
                    rig.access().client(),
                    new TopicNames("session").policies(),
                    new SpecTopic(rig.access(), new TopicNames("session"))
                            .read()
                            .inEffect()
                            .get(0)
                            .spec(),
                    0,
                    (record, reason) -> {})) {
                assertThat(policies.awaitVersion(0)).isPresent();
            }
            Said again = commands.submit(arguments);
            assertThat(again.text()).contains("The job is already running as ", "was already submitted");
            assertThat(again.status()).isZero();
            session.clear();
        }
    }

    @Test
    void publishesNothingIfFlinkDoesNotAnswer() throws Exception {
        Said said = commands.submit(
                "--detach",
                "--policy",
                "unlearnt",
                "--flink",
                "http://127.0.0.1:1",
                "--patience",
                "1",
                "--job-jar",
                SessionJob.jar(directory).toString());
        assertThat(said.text())
                .contains("Flink does not answer at http://127.0.0.1:1")
                .doesNotContain("\tat ");
        assertThat(said.status()).isEqualTo(1);
        assertThat(new SpecTopic(rig.access(), TopicNames.DEFAULT).read().find("unlearnt", 0))
                .isEmpty();
    }

    private static String lastLine(Said said) {
        List<String> lines = said.text().lines().toList();
        return lines.get(lines.size() - 1);
    }

    private static JsonNode summary(Path run) throws Exception {
        return new JsonMapper().readTree(Files.readString(run.resolve("summary.json")));
    }
}
