package dev.streamgrad.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ExperimentIndexTest {

    private static final Path DOCS = Path.of("..", "docs", "experiments");

    @Test
    void thePageInDocsListsEveryExperimentAndEveryReport() throws Exception {
        String page = Files.readString(DOCS.resolve("README.md"));
        for (String name : ExperimentRunner.shipped().keySet()) {
            String declaration = "../../experiment-runner/src/main/resources/dev/streamgrad/experiment/experiments/"
                    + name + ".yaml";
            assertThat(page).contains("[" + name + "](" + declaration + ")");
            assertThat(DOCS.resolve(declaration)).exists();
            boolean reported = Files.exists(DOCS.resolve(name).resolve("README.md"));
            assertThat(page.contains("](" + name + "/README.md)"))
                    .as("link to the report of " + name)
                    .isEqualTo(reported);
        }
        try (Stream<Path> reports = Files.list(DOCS).filter(Files::isDirectory)) {
            assertThat(reports.map(report -> report.getFileName().toString()))
                    .isSubsetOf(ExperimentRunner.shipped().keySet());
        }
    }
}
