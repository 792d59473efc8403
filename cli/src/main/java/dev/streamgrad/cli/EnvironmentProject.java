package dev.streamgrad.cli;

import dev.streamgrad.process.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a Maven project with a small environment, its provider and a test, from the templates in {@code project/}. */
final class EnvironmentProject {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*([-_ ][A-Za-z0-9]+)*");
    private static final Pattern SEPARATOR = Pattern.compile("[-_ ]");

    private final String className;
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * A project.
     *
     * @param name words, separated by dashes or written as a class name: {@code inventory-control} or {@code InventoryControl}
     * @param version the version of Streamgrad to build against
     * @param repository address of the Maven repository that has it; empty if Maven finds it without one
     */
    EnvironmentProject(String name, String version, Optional<String> repository) {
        if (!NAME.matcher(name).matches()) {
            throw new UserException("The name '" + name
                    + "' must be letters and digits, with dashes between words; give one with --name, such as"
                    + " inventory-control.");
        }
        className = SEPARATOR
                .splitAsStream(name)
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        String artifact = className.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        String folder = "com/example/" + className.toLowerCase(Locale.ROOT);
        values.put("class", className);
        values.put("id", id());
        values.put("artifact", artifact);
        values.put("path", folder);
        values.put("package", folder.replace('/', '.'));
        values.put("version", version);
        values.put("repository", repository.map(EnvironmentProject::repository).orElse(""));
    }

    /** The name of the environment. */
    String id() {
        return className + "-v0";
    }

    /** The path of the jar that the project builds, in its directory. */
    String jar() {
        return "target/" + values.get("artifact") + ".jar";
    }

    /** Writes the files into a directory that is missing or empty. */
    void write(Path directory) throws IOException {
        String folder = values.get("path") + "/" + className;
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", template("pom.xml"));
        files.put("README.md", template("README.md"));
        files.put("src/main/java/" + folder + ".java", template("Environment.java"));
        files.put("src/main/java/" + folder + "Provider.java", template("Provider.java"));
        files.put("src/test/java/" + folder + "Test.java", template("Test.java"));
        files.put(
                "src/main/resources/META-INF/services/dev.streamgrad.environment.EnvironmentProvider",
                values.get("package") + "." + className + "Provider\n");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.writeString(path, file.getValue());
        }
    }

    private String template(String name) {
        try (InputStream stream = EnvironmentProject.class.getResourceAsStream("project/" + name)) {
            String text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("{{" + value.getKey() + "}}", value.getValue());
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String repository(String address) {
        String escaped = address.replace("&", "&amp;").replace("<", "&lt;");
        return """

                  <repositories>
                    <repository>
                      <id>streamgrad</id>
                      <url>%s</url>
                      <snapshots>
                        <enabled>true</enabled>
                      </snapshots>
                    </repository>
                  </repositories>
                """.formatted(escaped);
    }
}
