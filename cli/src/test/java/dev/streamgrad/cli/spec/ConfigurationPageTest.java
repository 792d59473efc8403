package dev.streamgrad.cli.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    @Test
    void thePageInDocsIsTheOneThatTheProgramPrints() throws Exception {
        Path page = Path.of("..", "docs", "configuration.md");
        assertThat(Files.readString(page))
                .as("docs/configuration.md; make it anew with ./streamgrad options > docs/configuration.md")
                .isEqualTo(ConfigurationPage.markdown());
    }
}
