package dev.streamgrad.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalResourceOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that everything in docker-compose.yml and the Dockerfiles exists: paths, variables, settings, ports, tags, health commands. */
final class ComposeFilesTest {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final List<Service> SERVICES = ComposeFile.services(HOME.resolve("docker-compose.yml"), Map.of());
    private static final List<Class<?>> FLINK_OPTIONS = List.of(
            BlobServerOptions.class,
            CheckpointingOptions.class,
            CoreOptions.class,
            ExternalResourceOptions.class,
            HeartbeatManagerOptions.class,
            JobManagerOptions.class,
            MetricOptions.class,
            RestOptions.class,
            TaskManagerOptions.class);

    @Test
    void imagesArePinned() {
        assertThat(SERVICES)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(service ->
                        assertThat(service.image()).as(service.name()).matches("[a-z/-]+:v?\\d+\\.\\d+\\.\\d+.*"));
        assertThat(froms())
                .isNotEmpty()
                .allSatisfy(image -> assertThat(image).matches("[a-z/-]+:\\d.*").doesNotContain("latest"));
    }

    @Test
    void publishesPortsOnLoopbackOnly() throws IOException {
        List<String> published = matches("(?m)^ +- (\\S*:\\d+)$", text("docker-compose.yml"));
        assertThat(published).hasSize(4).allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void containsNoSecret() {
        for (Service service : SERVICES) {
            assertThat(service.environment().keySet())
                    .as(service.name())
                    .noneMatch(name -> name.matches(".*(PASSWORD|SECRET|TOKEN|JAAS).*"));
        }
    }

    @Test
    void everyRelativePathExists() throws IOException {
        for (Service service : SERVICES) {
            service.volumes().values().stream()
                    .filter(source -> source.startsWith("."))
                    .forEach(source ->
                            assertThat(HOME.resolve(source)).as(service.name()).exists());
        }
        for (String dockerfile : matches("dockerfile: (\\S+)", text("docker-compose.yml"))) {
            assertThat(HOME.resolve(dockerfile)).exists();
            for (String copied : matches("(?m)^COPY (?!--from)(.*) \\S+$", text(dockerfile))) {
                assertThat(HOME.resolve(copied)).as(dockerfile).exists();
            }
            for (String built : matches("(?m)^COPY --from=build .*?/src/(\\S+)/ ", text(dockerfile))) {
                assertThat(HOME.resolve(built))
                        .as(dockerfile + ": created by mvn package")
                        .isNotEmptyDirectory();
            }
        }
    }

    @Test
    void everySettingOfKafkaExists() {
        Set<String> known = new TreeSet<>(AbstractKafkaConfig.CONFIG_DEF.names());
        known.addAll(List.of("controller.quorum.voters", "log.dirs"));
        List<String> given = service("kafka").environment().keySet().stream()
                .filter(name -> name.startsWith("KAFKA_") && !name.equals("KAFKA_HEAP_OPTS"))
                .map(name -> name.substring("KAFKA_".length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.'))
                .toList();
        assertThat(given)
                .hasSizeGreaterThan(15)
                .allSatisfy(name -> assertThat(known).contains(name));
    }

    @Test
    void everySettingOfFlinkExists() {
        Set<String> known = FLINK_OPTIONS.stream()
                .flatMap(options -> Stream.of(options.getFields()))
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class)
                .map(ComposeFilesTest::key)
                .collect(Collectors.toSet());
        List<String> given = new ArrayList<>();
        for (String name : List.of("jobmanager", "taskmanager")) {
            service(name)
                    .environment()
                    .getOrDefault("FLINK_PROPERTIES", "")
                    .lines()
                    .forEach(line -> given.add(line.substring(0, line.indexOf(':'))));
        }
        assertThat(given)
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(name.startsWith("metrics.reporter.prom.") || known.contains(name))
                        .as(name)
                        .isTrue());
    }

    @Test
    void ourProgramsReadEveryVariable() throws IOException {
        String sources = sources("kafka-access") + sources("env-simulators") + sources("flink-job");
        for (String service : List.of("jobmanager", "simulator")) {
            assertThat(service(service).environment().keySet().stream().filter(name -> name.startsWith("STREAMGRAD_")))
                    .as(service)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(sources).contains("env:" + name));
        }
    }

    @Test
    void theMainClassesExist() throws IOException {
        for (String main : matches(
                "dev(?:\\.[a-z]+)+\\.[A-Z]\\w+", text("docker-compose.yml") + text("docker/simulator.Dockerfile"))) {
            assertThat(main).satisfies(Class::forName);
        }
    }

    @Test
    void healthChecksUseAPortOnWhichTheServiceListens() {
        for (Service service : SERVICES) {
            assertThat(service.health()).as(service.name()).isNotEmpty();
            List<String> asked = matches(":(\\d{4,5})", service.health());
            String listens = service.environment().toString() + service.ports() + service.command();
            assertThat(asked).as(service.name()).isNotEmpty().allMatch(listens::contains);
        }
    }

    /** Runs the health check's command with a curl that prints Flink's response. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "RUNNING, `\"total\":4,\"created\":0,\"scheduled\":0,\"running\":4`, true",
                "RUNNING, `\"total\":4,\"created\":0,\"scheduled\":4,\"running\":0`, false",
                "RUNNING, `\"total\":4,\"created\":0,\"initializing\":1,\"running\":3`, false",
                "RESTARTING, `\"total\":4,\"created\":4,\"running\":0`, false",
            })
    void aJobManagerIsHealthyWhenEveryTaskOfItsJobRuns(String state, String tasks, boolean healthy) throws Exception {
        String jobs = "{\"jobs\":[{\"state\":\"" + state + "\",\"tasks\":{" + tasks + "}}]}";
        String command =
                service("jobmanager").health().substring("CMD-SHELL ".length()).replace("$$", "$");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", "curl() { echo \"$ANSWER\"; }; " + command);
        shell.environment().put("ANSWER", jobs);
        assertThat(shell.start().waitFor() == 0).isEqualTo(healthy);
    }

    /** Sources and learners need separate slots; with too few, the job would be RUNNING but never learn. */
    @Test
    void hasAtLeastTwoSlotsPerUnitOfParallelism() {
        String properties = service("taskmanager").environment().getOrDefault("FLINK_PROPERTIES", "");
        int slots = number("taskmanager.numberOfTaskSlots: (\\d+)", properties);
        assertThat(slots * service("taskmanager").replicas())
                .isGreaterThanOrEqualTo(2 * number("parallelism.default: (\\d+)", properties));
        String gpu = text("docker-compose.gpu.yml");
        assertThat(slots * number("replicas: (\\d+)", gpu))
                .isGreaterThanOrEqualTo(2 * number("-Dparallelism.default=(\\d+)", gpu));
    }

    @Test
    void everyDependencyIsAService() {
        List<String> names = SERVICES.stream().map(Service::name).toList();
        assertThat(SERVICES).allSatisfy(service -> assertThat(names).containsAll(service.dependencies()));
    }

    private static Service service(String name) {
        return SERVICES.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int number(String pattern, String text) {
        return Integer.parseInt(matches(pattern, text).get(0));
    }

    private static List<String> froms() {
        List<String> images = new ArrayList<>();
        for (String file : List.of("docker/flink-job.Dockerfile", "docker/simulator.Dockerfile")) {
            List<String> stages = matches("(?m)^FROM \\S+ AS (\\S+)$", text(file));
            matches("(?m)^FROM (\\S+)", text(file)).stream()
                    .filter(image -> !stages.contains(image))
                    .forEach(images::add);
        }
        return images;
    }

    private static List<String> matches(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.groupCount() > 0 ? matcher.group(1) : matcher.group());
        }
        return found;
    }

    private static String text(String file) {
        try {
            return Files.readString(HOME.resolve(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String sources(String module) throws IOException {
        try (Stream<Path> files = Files.walk(HOME.resolve(module + "/src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> text(HOME.relativize(file).toString()))
                    .collect(Collectors.joining());
        }
    }

    private static String key(Field field) {
        try {
            return ((ConfigOption<?>) field.get(null)).key();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
