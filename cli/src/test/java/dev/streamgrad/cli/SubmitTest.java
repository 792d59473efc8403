package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.streamgrad.cli.embedded.EmbeddedKafka;
import dev.streamgrad.cli.flink.Session;
import dev.streamgrad.cli.flink.SessionJob;
import dev.streamgrad.cli.train.Rig;
import dev.streamgrad.contract.kafka.SpecTopic;
import dev.streamgrad.contract.kafka.SubmittedSpec;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.simulator.kafka.KafkaPolicySource;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Training specs submitted to a real broker, where a real job and agents carry them out. */
final class SubmitTest {

    private static final List<String> SMALL = List.of(
            "--set",
            "agents=4",
            "--set",
            "rolloutLength=16",
            "--set",
            "minibatchSize=32",
            "--set",
            "epochs=2",
            "--set",
            "hidden=16,16",
            "--total-steps",
            "1920");

    @TempDir
    private static Path shared;

    private static Rig rig;

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void start() throws Exception {
        rig = new Rig(shared, 3, environment -> {});
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void isFollowedToTheHashOfTheSerialTrainingAsOftenAsOneLikes() throws Exception {
        Said detached = submit("--seed", "7", "--eval-every", "10", "--detach");
        assertThat(detached.status()).isZero();
        assertThat(new JsonMapper().readTree(lastLine(detached)).get("policyId").asText())
                .isEqualTo("cartpole-v1-ppo-7");
        rig.act(submitted("cartpole-v1-ppo-7").spec(), sink -> sink);
        Path first = directory.resolve("first");
        Said followed = submit("--seed", "7", "--eval-every", "10", "--run-dir", first.toString());
        assertThat(followed.text()).contains("cartpole-v1-ppo-7 is submitted already, since ");
        assertThat(followed.status()).isZero();

        Path serial = directory.resolve("serial");
        List<String> train =
                new ArrayList<>(List.of("train", "--serial", "--quiet", "--seed", "7", "--eval-every", "10"));
        train.addAll(SMALL);
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
            assertThat(submit("--seed", "7", "--eval-every", "10", "--run-dir", again.toString())
                            .status())
                    .isZero();
            assertThat(again.resolve("progress.csv")).hasSameTextualContentAs(serial.resolve("progress.csv"));
            assertThat(summary(again).get("wallSeconds"))
                    .as("the broker's clock says how long it took, whenever it is heard of")
                    .isEqualTo(summary.get("wallSeconds"));
        }
    }

    @Test
    void anotherSpecUnderTheSameNameIsRefusedWithWhatDiffers() {
        assertThat(submit("--policy", "mine", "--detach").status()).isZero();
        Said other = submit("--policy", "mine", "--seed", "2", "--set", "lag=1", "--detach");
        assertThat(other.text())
                .contains("Policy mine was submitted at ", "Then: seed=1 rollouts.lag=0. Now: seed=2 rollouts.lag=1.")
                .contains("choose another name with --policy, or another --seed")
                .doesNotContain("Exception");
        assertThat(other.status()).isEqualTo(2);
        assertThat(submitted("mine").spec().seed()).isEqualTo(1);
        assertThat(submit("--policy", "another", "--seed", "2", "--set", "lag=1", "--detach")
                        .status())
                .isZero();
    }

    @Test
    void aRevisionKeepsWhatItDoesNotNameAndSaysWhatItChanges() {
        assertThat(submit("--policy", "revised", "--set", "gamma=0.9", "--detach")
                        .status())
                .isZero();
        Said other =
                submit("--policy", "revised", "--set", "gamma=0.9", "--set", "entropyCoefficient=0.01", "--detach");
        assertThat(other.text())
                .contains("To change it while it is trained: ./streamgrad revise --policy revised --set KEY=VALUE.");
        assertThat(other.status()).isEqualTo(2);
        Said revised = revise("revised", "--set", "entropyCoefficient=0.01", "--total-steps", "1e4");
        assertThat(revised.text())
                .contains(
                        "Revision 1 of revised is submitted: ",
                        "loss.entropyCoefficient=0.01",
                        "budget.totalSteps=10000");
        assertThat(revised.status()).isZero();
        TrainingSpec newest = newest("revised");
        assertThat(newest.revision()).isEqualTo(1);
        assertThat(newest.advantage().gamma()).isEqualTo(0.9);
        assertThat(newest.network().hidden()).containsExactly(16, 16);
        assertThat(newest.budget().totalSteps()).isEqualTo(10_000);
        assertThat(revise("revised", "--set", "maxGradNorm=none").text())
                .contains("Revision 2 of revised is submitted: optimiser.maxGradNorm=none.");
    }

    @Test
    void aRevisionThatChangesWhatNeverChangesOrNothingIsRefused() {
        assertThat(submit("--policy", "fixed", "--detach").status()).isZero();
        Said other = revise("fixed", "--set", "hidden=8");
        assertThat(other.text())
                .contains(
                        "The revision changes network, which cannot change while a policy is trained; submit another");
        assertThat(other.status()).isEqualTo(2);
        Said same = revise("fixed", "--total-steps", "1920");
        assertThat(same.text()).contains("Policy fixed has these settings already; nothing was submitted.");
        assertThat(same.status()).isEqualTo(2);
        Said unknown = revise("fixd", "--total-steps", "1");
        assertThat(unknown.text()).contains("No policy fixd was submitted");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(newest("fixed").revision()).isZero();
    }

    @Test
    void anEndedTrainingIsNotRevised() throws Exception {
        assertThat(submit("--policy", "ended", "--detach").status()).isZero();
        rig.act(submitted("ended").spec(), sink -> sink);
        Said followed = submit(
                "--policy", "ended", "--run-dir", directory.resolve("ended").toString());
        assertThat(followed.status()).isZero();
        Said late = revise("ended", "--total-steps", "64");
        assertThat(late.text())
                .contains("Policy ended has ended, finished at version 30, and no revision changes it any more");
        assertThat(late.status()).isEqualTo(2);
        assertThat(newest("ended").revision()).isZero();
    }

    @Test
    void ofThreeCommandsAtOnceForOneNameOneIsAcceptedAndTheOthersSayWhichOne() throws Exception {
        List<Process> commands = new ArrayList<>();
        try {
            for (int seed = 1; seed <= 3; seed++) {
                List<String> arguments = new ArrayList<>(
                        List.of("submit", "--bootstrap-servers", rig.access().bootstrapServers(), "--detach"));
                arguments.addAll(List.of("--policy", "contested", "--seed", Integer.toString(seed)));
                arguments.addAll(SMALL);
                commands.add(CommandProcess.start(
                        directory.resolve("output-" + seed), Map.of(), arguments.toArray(String[]::new)));
            }
            List<Integer> accepted = new ArrayList<>();
            for (int i = 0; i < commands.size(); i++) {
                assertThat(commands.get(i).waitFor(120, TimeUnit.SECONDS)).isTrue();
                if (commands.get(i).exitValue() == 0) {
                    accepted.add(i + 1);
                } else {
                    assertThat(commands.get(i).exitValue()).isEqualTo(2);
                    assertThat(directory.resolve("output-" + (i + 1)))
                            .content()
                            .contains("Policy contested was submitted at ", " as contested/0/", "Then: seed=");
                }
            }
            assertThat(accepted).hasSize(1);
            assertThat(submitted("contested").spec().seed())
                    .isEqualTo(accepted.get(0).longValue());
        } finally {
            commands.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void theSameSpecTwiceIsOneRecord() {
        assertThat(submit("--policy", "twice", "--detach").status()).isZero();
        assertThat(submit("--policy", "twice", "--detach").status()).isZero();
        assertThat(rig.all(TopicNames.DEFAULT.trainingSpecs()).stream()
                        .filter(record -> new String(record.key(), StandardCharsets.UTF_8).startsWith("twice/0/")))
                .hasSize(1);
    }

    @Test
    void aRunDirectoryOfAnotherSpecIsNotTouched() throws Exception {
        Path run = directory.resolve("run");
        List<String> train = new ArrayList<>(List.of("train", "--serial", "--quiet", "--run-dir", run.toString()));
        train.addAll(SMALL);
        assertThat(Said.of(train.toArray(String[]::new)).status()).isZero();
        String before = Files.readString(run.resolve("spec.json"));
        Said said = submit("--policy", "elsewhere", "--run-dir", run.toString());
        assertThat(said.text()).contains("holds the run of another spec, of policy cartpole-v1-ppo", "--run-dir");
        assertThat(said.status()).isEqualTo(2);
        assertThat(Files.readString(run.resolve("spec.json"))).isEqualTo(before);
    }

    @Test
    void aKafkaThatDoesNotAnswerIsNamedAndTheNextAttemptIsNotInTheWay() {
        String run = directory.resolve("run").toString();
        for (int attempt = 0; attempt < 2; attempt++) {
            Said said = Said.of("submit", "--bootstrap-servers", "127.0.0.1:1", "--patience", "3", "--run-dir", run);
            assertThat(said.text())
                    .containsPattern("Waiting for Kafka at 127.0.0.1:1: \\d s so far, at most 3 s \\(--patience\\)\\.")
                    .contains("No Kafka answers at 127.0.0.1:1")
                    .doesNotContain("Exception");
            assertThat(said.status()).isEqualTo(1);
        }
    }

    @Test
    void aRevisionSaysWhatItWaitsForToo() {
        Said said = Said.of(
                "revise",
                "--bootstrap-servers",
                "127.0.0.1:1",
                "--patience",
                "3",
                "--policy",
                "mine",
                "--total-steps",
                "64");
        assertThat(said.text())
                .containsPattern("Waiting for Kafka at 127.0.0.1:1: \\d s so far, at most 3 s \\(--patience\\)\\.")
                .contains("No Kafka answers at 127.0.0.1:1");
        assertThat(said.status()).isEqualTo(1);
    }

    @Test
    void aKafkaThatComesLateIsWaitedFor() throws Exception {
        Path output = directory.resolve("output.txt");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process =
                CommandProcess.start(output, "submit", "--bootstrap-servers", "127.0.0.1:" + port, "--detach");
        try {
            while (!Files.readString(output).contains("Waiting for Kafka at 127.0.0.1:" + port)) {
                assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
                        .as(Files.readString(output))
                        .isFalse();
            }
            try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), OptionalInt.of(port))) {
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(output).content().contains("\"policyId\":\"cartpole-v1-ppo-1\"");
                assertThat(new SpecTopic(kafka.access(), TopicNames.DEFAULT)
                                .read()
                                .inEffect())
                        .hasSize(1);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theVariablesOfTheEnvironmentCountWhereAnOptionIsNotGivenAndIsNotEmpty() throws Exception {
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
    void aSignalEndsTheFollowingAndNotTheTraining() throws Exception {
        Path run = directory.resolve("run");
        Path output = directory.resolve("output.txt");
        List<String> arguments = new ArrayList<>(List.of(
                "submit", "--bootstrap-servers", rig.access().bootstrapServers(), "--policy", "left", "--run-dir"));
        arguments.add(run.toString());
        arguments.addAll(SMALL);
        Process process = CommandProcess.start(output, Map.of(), arguments.toArray(String[]::new));
        while (!Files.exists(run.resolve("progress.csv"))) {
            assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
        }
        Listeners.assertLoopbackOnly(process.toHandle());
        ChildProcesses.signal(process, "INT");
        process.waitFor();
        assertThat(output).content().contains("the training goes on. The same command follows it again.");
        assertThat(summary(run).get("outcome").asText()).isEqualTo("interrupted");
        rig.act(submitted("left").spec(), sink -> sink);
        assertThat(Said.of(arguments.toArray(String[]::new)).status()).isZero();
        assertThat(summary(run).get("outcome").asText()).isEqualTo("finished");
    }

    @Test
    @Timeout(120)
    void theJobIsStartedOnASessionClusterUnlessItRuns() throws Exception {
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
            Said started = submit(arguments);
            assertThat(started.text()).contains("Starting the job ...", "The job runs, as ", "Submitted cartpole");
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
            Said again = submit(arguments);
            assertThat(again.text()).contains("The job runs already, as ", "is submitted already");
            assertThat(again.status()).isZero();
            session.clear();
        }
    }

    @Test
    void aFlinkThatDoesNotAnswerIsNamedAndNothingIsPublished() throws Exception {
        Said said = submit(
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
                .contains("No Flink answers at http://127.0.0.1:1")
                .doesNotContain("\tat ");
        assertThat(said.status()).isEqualTo(1);
        assertThat(new SpecTopic(rig.access(), TopicNames.DEFAULT).read().find("unlearnt", 0))
                .isEmpty();
    }

    private static Said submit(String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("submit", "--bootstrap-servers", rig.access().bootstrapServers()));
        arguments.addAll(SMALL);
        arguments.addAll(List.of(options));
        return Said.of(arguments.toArray(String[]::new));
    }

    private static Said revise(String policy, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("revise", "--bootstrap-servers", rig.access().bootstrapServers(), "--policy", policy));
        arguments.addAll(List.of(options));
        return Said.of(arguments.toArray(String[]::new));
    }

    private static TrainingSpec newest(String policyId) {
        return new SpecTopic(rig.access(), TopicNames.DEFAULT)
                .read()
                .inEffect(policyId)
                .orElseThrow()
                .spec();
    }

    private static SubmittedSpec submitted(String policyId) {
        return new SpecTopic(rig.access(), TopicNames.DEFAULT)
                .read()
                .find(policyId, 0)
                .orElseThrow();
    }

    private static String lastLine(Said said) {
        List<String> lines = said.text().lines().toList();
        return lines.get(lines.size() - 1);
    }

    private static JsonNode summary(Path run) throws Exception {
        return new JsonMapper().readTree(Files.readString(run.resolve("summary.json")));
    }
}
