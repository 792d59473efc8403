package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    @Test
    void thePageInDocsIsUpToDate() throws Exception {
        Path page = Path.of("..", "docs", "configuration.md");
        assertThat(Files.readString(page))
                .as("docs/configuration.md; generate it with ./streamgrad options > docs/configuration.md")
                .isEqualTo(ConfigurationPage.markdown());
    }
}
