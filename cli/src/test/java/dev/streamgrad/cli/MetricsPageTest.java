package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    @Test
    void thePageInDocsIsUpToDate() throws Exception {
        Path page = Path.of("..", "docs", "metrics.md");
        assertThat(Files.readString(page))
                .as("docs/metrics.md; generate it with ./streamgrad metrics > docs/metrics.md")
                .isEqualTo(MetricsPage.markdown());
    }
}
