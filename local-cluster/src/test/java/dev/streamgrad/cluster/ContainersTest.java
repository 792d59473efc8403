package dev.streamgrad.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.process.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Translates the services of a Compose file into containers that run as processes. */
final class ContainersTest {

    private static final String TEXT = """
            x-common: &common
              image: some/image:1
              volumes:
                - data:/var/data
            services:
              first:
                <<: *common
                command: [serve, --at, "0.0.0.0:7000"]
                environment: {LISTEN: "IN://first:5000,OUT://0.0.0.0:7000", DATA: /var/data/log, PORT: "${PORT:-7000}"}
                ports: ["127.0.0.1:${PORT:-7000}:7000"]
                healthcheck: {test: [CMD, check, "first:5000"]}
              second:
                image: some/other:1
                environment: {METRICS: "0.0.0.0:9000"}
                depends_on: {first: {condition: service_healthy}}
                deploy: {replicas: 2}
              grafana: {image: grafana/grafana:1}
            """;

    @TempDir
    private Path directory;

    @Test
    void haveTheirOwnAddressesAndPublishPortsOnLoopback() throws Exception {
        Containers containers = containers(Map.of("PORT", "7999"), Map.of());
        assertThat(containers.all()).extracting(Container::name).containsExactly("first-1", "second-1", "second-2");
        Container first = containers.all().get(0);
        assertThat(first.command()).containsExactly("serve", "--at", "127.0.0.1:7999");
        assertThat(first.environment())
                .containsEntry("LISTEN", "IN://first:5000,OUT://127.0.0.1:7999")
                .containsEntry(
                        "DATA", directory.resolve("state/volumes/data/log").toString())
                .containsEntry("PORT", "7999");
        assertThat(first.readyPort()).hasValue(5000);
        assertThat(first.endpoint(5000)).isEqualTo("127.0.77.1:5000");
        assertThat(first.endpoint(7000)).isEqualTo("127.0.0.1:7999");
        assertThat(containers.all().get(2).environment()).containsEntry("METRICS", "127.0.77.3:9000");
        assertThat(containers.all().get(1).service().dependencies()).containsExactly("first");
    }

    @Test
    void areScaledAndLimitedInNumber() throws Exception {
        assertThat(containers(Map.of(), Map.of("second", 5)).of("second")).hasSize(5);
        assertThatThrownBy(() -> containers(Map.of(), Map.of("second", 300)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("301 processes");
    }

    @Test
    void haveNamesInTheHostsFile() throws Exception {
        Path hosts = containers(Map.of(), Map.of()).writeHosts(directory.resolve("hosts"));
        assertThat(Files.readAllLines(hosts))
                .contains("127.0.77.1 first-1 first", "127.0.77.2 second-1 second", "127.0.77.3 second-2");
    }

    @Test
    void rejectsAMissingOrInvalidComposeFile() throws Exception {
        Path file = directory.resolve("missing.yml");
        assertThatThrownBy(() -> ComposeFile.services(file, Map.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("There is no Compose file at " + file);
        Files.writeString(file, "services: [");
        assertThatThrownBy(() -> ComposeFile.services(file, Map.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is not valid YAML");
    }

    private Containers containers(Map<String, String> variables, Map<String, Integer> scale) throws Exception {
        Path file = Files.writeString(directory.resolve("compose.yml"), TEXT);
        return Containers.of(new ClusterSettings(
                file, directory.resolve("state"), new Checkout(Path.of(".")), scale, variables, "127.0.77", false));
    }
}
