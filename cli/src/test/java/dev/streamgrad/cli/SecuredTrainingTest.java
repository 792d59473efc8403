package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.topic.TopicNames;
import dev.streamgrad.job.kafka.KafkaPipeline;
import dev.streamgrad.kafka.Topics;
import dev.streamgrad.training.RunningService;
import dev.streamgrad.training.embedded.EmbeddedFlink;
import dev.streamgrad.training.embedded.SecuredKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training with TLS, passwords, and exactly the ACLs of docs/operations.md. */
final class SecuredTrainingTest {

    /** The users in the columns of the ACL tables in docs/operations.md. */
    private static final List<String> USERS = List.of("job", "simulator", "command");

    private static final List<String> SPEC = List.of("--seed", "5", "--total-steps", "5120");

    @TempDir
    private static Path directory;

    private static SecuredKafka kafka;
    private static EmbeddedFlink flink;

    @BeforeAll
    static void start() throws Exception {
        kafka = new SecuredKafka(directory, "job", "simulator", "command", "guest");
        for (String line : Files.readAllLines(Path.of("..", "docs", "operations.md"))) {
            allow(Arrays.stream(line.split("\\|", -1)).map(String::strip).toList());
        }
        new Topics(kafka.access("job"), TopicNames.DEFAULT).ensure(2, Optional.empty());
        flink = EmbeddedFlink.start(directory.resolve("checkpoints"), 1);
        flink.submit(
                "streamgrad",
                Optional.empty(),
                new KafkaPipeline(TopicNames.DEFAULT, kafka.access("job").properties())::build);
    }

    @AfterAll
    static void stop() {
        flink.close();
        kafka.close();
    }

    @Test
    void endsWithTheSerialTrainersHash() {
        Said serial = run(
                "train",
                "--serial",
                "--quiet",
                "--run-dir",
                directory.resolve("serial").toString());
        try (RunningService simulator = new RunningService(kafka.access("simulator"), false)) {
            Said submitted = run(
                    "submit",
                    "--client-properties",
                    file("command"),
                    "--run-dir",
                    directory.resolve("run").toString(),
                    "--quiet");
            assertThat(submitted.status()).as(submitted.text()).isZero();
            assertThat(hash(submitted)).isEqualTo(hash(serial));
            assertThat(simulator.get("/-/healthy").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void everyProgramFailsWithoutItsAclsAndReportsTheMissingOne() {
        Said simulator = Said.of("simulate", "--client-properties", file("guest"));
        assertThat(simulator.text())
                .contains("does not allow user guest to use")
                .contains("an ACL is missing");
        assertThat(simulator.status()).isEqualTo(1);
        Said command = run("submit", "--client-properties", file("guest"), "--detach");
        assertThat(command.text()).contains("does not allow user guest to use").contains("an ACL is missing");
        assertThat(command.status()).isEqualTo(1);
    }

    @Test
    void everyProgramFailsWithAWrongPassword() {
        String wrong = kafka.properties("simulator", "guessed", "trusted.p12").toString();
        for (String program : List.of("simulate", "submit")) {
            Said said = Said.of(program, "--client-properties", wrong);
            assertThat(said.text())
                    .contains("rejects the credentials of user simulator")
                    .doesNotContain("\tat ");
            assertThat(said.status()).isEqualTo(1);
        }
    }

    /** Creates the ACLs of a table row: the resource, then the operations of each user. Ignores rows of other tables. */
    private static void allow(List<String> cells) throws Exception {
        if (cells.size() != 6) {
            return;
        }
        String name = cells.get(1).replace("`", "").replaceAll(",.*", "");
        boolean group = name.equals("streamgrad-simulators");
        boolean create = name.startsWith("any that does not exist");
        boolean topic =
                create || Files.readString(Path.of("..", "docs", "contract.md")).contains("`streamgrad." + name + "`");
        if (!group && !topic) {
            return;
        }
        for (int user = 0; user < USERS.size(); user++) {
            for (String operation : cells.get(2 + user).split(", ", -1)) {
                if (!operation.equals("–")) {
                    kafka.allow(
                            USERS.get(user),
                            group ? ResourceType.GROUP : ResourceType.TOPIC,
                            group ? name : create ? "streamgrad." : "streamgrad." + name,
                            create || group ? PatternType.PREFIXED : PatternType.LITERAL,
                            AclOperation.fromString(operation.replaceAll("(?<=[a-z])(?=[A-Z])", "_")));
                }
            }
        }
    }

    private static String file(String user) {
        return kafka.properties(user, user + "-password", "trusted.p12").toString();
    }

    private static Said run(String... arguments) {
        List<String> all = new java.util.ArrayList<>(List.of(arguments));
        all.addAll(SPEC);
        return Said.of(all.toArray(String[]::new));
    }

    private static String hash(Said said) {
        return said.text().replaceAll("(?s).*\"parameterHash\":\"(\\w+)\".*", "$1");
    }
}
