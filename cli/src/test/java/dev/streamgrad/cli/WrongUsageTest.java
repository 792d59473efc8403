package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.training.run.RunDirectory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong usage gives a message with advice, exit status 2, no stack trace, and leaves nothing running. */
class WrongUsageTest {

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trian | Did you mean: streamgrad train",
                "experiment nowhere | name a YAML file, or one of rollouts, agents",
                "experiment epochs --jobs 0 | --jobs is 0, but must be at least 1",
                "results --jobs 0 | --jobs is 0, but must be at least 1",
                "results --seeds 1,two | 'two' is not a long",
                "train --env CartPole-v9 | Did you mean CartPole-v1?",
                "train --env Breakout-MinAtar --set difficultyRamping=true | but Breakout-MinAtar has no difficulty ramping",
                "train --algorithm dqn | choose a2c or ppo",
                "train --set agnts=3 | did you mean 'rollouts.agents'?",
                "train --set agents | write --set KEY=VALUE",
                "train --set lr=1e-3 | There is no setting 'lr'; here it is optimiser.learningRate.",
                "train --set gamma=0,99 | advantage.gamma is '0,99', but must be a number, 0 … 1; write the decimal point as a point: 0.99.",
                "train --set epsilon=1e-300 | optimiser.epsilon is 1.0E-300, but that is 0 in float32",
                "train --set environment.id=CartPole-v9 | There is no environment 'CartPole-v9'. Did you mean CartPole-v1?",
                "train --env Foo | There is no environment 'Foo'. Known: CartPole-v1",
                "train --set update.algorithm=dqn | choose a2c or ppo",
                "train --seed 1 --set seed=2 | seed is given twice, by --seed and by --set seed; leave one of them out.",
                "train --set agents=1 --set rollouts.agents=2 | rollouts.agents is given twice, by --set rollouts.agents; leave one of them out.",
                "train --set revision=1 | revision cannot be set; './streamgrad revise' raises it",
                "train --set policyId=.. | policyId is '..', but must be 1 to 128 letters, digits, dots, dashes or underscores, but not dots",
                "submit --bootstrap-servers 127.0.0.1:1 --policy .. | policyId is '..', but must be 1 to 128 letters",
                "submit --bootstrap-servers 127.0.0.1:1 --policy a --set policyId=b | policyId is given twice, by --policy and by",
                "revise --bootstrap-servers 127.0.0.1:1 | Missing required option: '--policy=ID'",
                "revise --bootstrap-servers 127.0.0.1:1 --policy a | There is nothing to change",
                "revise --bootstrap-servers 127.0.0.1:1 --policy a --set lr=1 | here it is optimiser.learningRate",
                "revise --bootstrap-servers 127.0.0.1:1 --policy .. --total-steps 1 | policyId is '..', but must be",
                "train --set agents=many | rollouts.agents is 'many', but must be a whole number, 1 … 65536",
                "train --set rolloutLength=0 | rollouts.rolloutLength is 0, but must be a whole number, 1 … 1048576",
                "train --set agents=0 | rollouts.agents is 0, but must be a whole number, 1 … 65536",
                "train --set gamma=NaN | advantage.gamma is 'NaN', but must be a number, 0 … 1; 'NaN' is not a number.",
                "train --set hidden=16000,16000 | does not fit into a Kafka record of 64 MiB; use fewer or narrower layers",
                "train --set agents=65536 --set rolloutLength=1024 | use fewer agents or shorter rollouts",
                "train --set estimator=vtrace | choose gae",
                "train --total-steps -1 | budget.totalSteps is -1, but must be a whole number, 0 or more",
                "train --eval-every -1 | budget.evaluateEvery is -1, but must be a whole number, 0 or more",
                "train --eval-episodes none | budget.evaluationEpisodes is 'none'",
                "train --port 70000 | --port is 70000, but must be between 1 and 65535",
                "train --serial --simulators 4 --partitions 2 | --serial trains without Kafka and Flink; leave out --simulators, --partitions.",
                "train --resume | Name the run to resume with --run-dir",
                "conformance | Missing required parameter: 'DIR'",
                "conformance nowhere | There is no directory nowhere; name the directory with the actor's outputs.",
                "conformance . | The directory . has no outputs",
                "conformance . --only partition | There is no group 'partition'. Did you mean partitions?",
                "evaluate --run-dir nowhere | name the directory of a run",
                "submit | No Kafka cluster is given: use --bootstrap-servers HOST:PORT",
                "submit --client-properties nowhere | The client properties nowhere cannot be read (no such file)",
                "submit --bootstrap-servers 127.0.0.1:1 --agents 3 | Unknown options",
                "submit --bootstrap-servers 127.0.0.1:1 --set agnts=3 | did you mean 'rollouts.agents'?",
                "submit --bootstrap-servers 127.0.0.1:1 --policy a/b | policyId is 'a/b', but must be 1 to 128 letters",
                "submit --bootstrap-servers 127.0.0.1:1 --topic-prefix a/b | --topic-prefix is 'a/b'",
                "submit --bootstrap-servers 127.0.0.1:1 --partitions 0 | --partitions is 0, but must be between 1 and 10000",
                "submit --bootstrap-servers 127.0.0.1:1 --replication-factor 0 | --replication-factor is 0, but must be at least 1",
                "submit --bootstrap-servers 127.0.0.1:1 --job-jar x.jar | Missing required argument(s): --flink=URL",
                "submit --bootstrap-servers 127.0.0.1:1 --flink localhost:8081 | such as http://127.0.0.1:8081",
                "submit --bootstrap-servers 127.0.0.1:1 --flink http://localhost:8081 --parallelism 0 | --parallelism is 0",
                "submit --bootstrap-servers 127.0.0.1:1 --flink http://localhost:8081 --job-jar x.jar | There is no job jar at x.jar",
                "submit --bootstrap-servers 127.0.0.1:1 --flink http://localhost:8081 --learner-device tpu | must be auto, cpu or gpu",
                "submit --bootstrap-servers 127.0.0.1:1 --patience soon | --patience is 'soon', but must be a whole number",
                "simulate --bootstrap-servers 127.0.0.1:1 --patience 0 | --patience is '0', but must be a whole number",
                "submit --bootstrap-servers here:nowhere --detach | Invalid Kafka client properties",
                "simulate | No Kafka cluster is given: use --bootstrap-servers HOST:PORT",
                "simulate --bootstrap-servers 127.0.0.1 | Invalid Kafka client properties",
                "simulate --bootstrap-servers 127.0.0.1:1 --topic-prefix a/b | --topic-prefix is 'a/b'",
                "simulate --bootstrap-servers 127.0.0.1:1 --metrics-address here | write HOST:PORT such as 0.0.0.0:9464",
                "simulate --until-finish | --until-finished",
            })
    void reportsTheFaultWithAdvice(String line, String message) {
        Said said = Said.of(line.split(" ", -1));
        assertThat(said.text()).contains(message).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(said.status()).isEqualTo(2);
    }

    @Test
    void reportsAllFaultsTogether() {
        Said said = Said.of(
                "train",
                "--env",
                "CartPole-v9",
                "--algorithm",
                "dqn",
                "--set",
                "agnts=3",
                "--set",
                "rolloutLength=0",
                "--set",
                "gamma=2",
                "--partitions",
                "0",
                "--total-steps",
                "-5");
        assertThat(said.text())
                .contains("CartPole-v9", "dqn", "agnts", "rolloutLength", "gamma", "--partitions", "totalSteps");
        assertThat(said.status()).isEqualTo(2);
    }

    @Test
    void rejectsARunDirectoryThatIsInUseOrHoldsARun() throws Exception {
        try (RunDirectory running = RunDirectory.create(directory.resolve("run"))) {
            Said said = Said.of("train", "--run-dir", running.path().toString());
            assertThat(said.text()).contains("is in use by another process").contains("--run-dir");
            assertThat(said.status()).isEqualTo(2);
            running.write("spec.json", "{}");
        }
        Said said = Said.of("train", "--run-dir", directory.resolve("run").toString());
        assertThat(said.text()).contains("holds a run already").contains("--resume");
        assertThat(said.status()).isEqualTo(2);
        assertThat(Files.readString(directory.resolve("run/spec.json"))).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seed: [1];variants: {one: {}} | mine, line 1: there is no key 'seed'; the keys are algorithm",
                "title: None;variants: {one: {}} | mine, line 1: there are no seeds; add a line such as 'seeds: [1, 2, 3, 4, 5]'",
                "seeds: [1];variants:;  one:;    agnts: 3 | mine, line 4: There is no setting 'agnts'; did you mean 'rollouts.agents'?",
            })
    void reportsTheFaultOfAnExperimentWithItsLineAndAdvice(String file, String message) throws Exception {
        Path yaml = directory.resolve("mine.yaml");
        Files.writeString(yaml, file.replace(";", "\n"));
        Said said = Said.of("experiment", yaml.toString());
        assertThat(said.text()).contains(message).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(said.status()).isEqualTo(2);
    }

    @Test
    void listsTheShippedExperimentsWithoutAName() {
        Said said = Said.of("experiment");
        assertThat(said.text()).contains("rollouts", "Stepwise updates against rollouts", "staleness", "Staleness");
        assertThat(said.status()).isZero();
    }

    /** No user, not even root, can write to a path below a file. */
    @ParameterizedTest
    @CsvSource({"experiment toytext --quiet --dir", "results --quiet --dir"})
    void reportsADirectoryThatCannotBeWritten(String line) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Path below = file.resolve("runs");
        Said said = Said.of((line + " " + below).split(" ", -1));
        assertThat(said.text())
                .contains("Cannot write into " + below, "name another directory with --dir")
                .doesNotContain("\tat ")
                .doesNotContain("Exception");
        assertThat(said.status()).isEqualTo(1);
    }

    @Test
    void aRunWithoutEvaluationsHasNoBestPolicy() throws Exception {
        Path run = directory.resolve("run");
        Said trained = Said.of(
                "train",
                "--quiet",
                "--serial",
                "--total-steps",
                "64",
                "--set",
                "rolloutLength=8",
                "--run-dir",
                "" + run);
        assertThat(trained.status()).isZero();
        assertThat(trained.text()).doesNotContain("bestEvaluation");
        Said said = Said.of("evaluate", "--best", "--run-dir", run.toString());
        assertThat(said.text())
                .contains("There is no policy at")
                .contains("train with --eval-every, or leave out --best");
        assertThat(said.status()).isEqualTo(2);
        Said early = Said.of("evaluate", "--policy", "early-policy.avro", "--run-dir", run.toString());
        assertThat(early.text()).contains("There is no policy at " + run.resolve("early-policy.avro"), "--policy");
        assertThat(early.status()).isEqualTo(2);
        assertThat(Said.of("evaluate", "--policy", "policy.avro", "--best", "--run-dir", run.toString())
                        .text())
                .contains("mutually exclusive");
        assertThat(Said.of("evaluate", "--episodes", "1", "--run-dir", run.toString())
                        .status())
                .isZero();
    }

    @Test
    void resumeRejectsOptionsOfTheSpec() {
        Said said = Said.of("train", "--resume", "--seed", "3", "--run-dir", directory.toString(), "--set", "agents=2");
        assertThat(said.text()).contains("leave out --seed, --set");
        assertThat(said.status()).isEqualTo(2);
    }

    @Test
    void aPortInUseLeavesNothingRunning() throws Exception {
        Set<String> before = threads();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Said said = Said.of(
                    "train",
                    "--port",
                    port,
                    "--run-dir",
                    directory.resolve("run").toString());
            assertThat(said.text()).contains("Port " + port + " is in use").contains("--port");
            assertThat(said.status()).isEqualTo(2);
        }
        assertThat(threads())
                .as("threads of broker, cluster or simulators left behind")
                .isEqualTo(before);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("(?i).*(kafka|simulator|flink-rest|data-plane|Source:).*"))
                .collect(Collectors.toSet());
    }
}
