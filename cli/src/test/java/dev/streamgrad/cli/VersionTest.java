package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class VersionTest {

    private static final Path HOME = Path.of("..");
    private static final Pattern REVISION = Pattern.compile("<revision>(.+)</revision>");
    private static final Pattern TAG =
            Pattern.compile("(?:streamgrad/[\\w-]+:|newTag: )(\\d+\\.\\d+\\.\\d+)(?:-gpu)?$", Pattern.MULTILINE);

    @Test
    void theCommandHasTheVersionOfThePom() throws Exception {
        assertThat(new Version().getVersion()).containsExactly("streamgrad " + revision());
    }

    @Test
    void theImagesOfEveryDeploymentHaveTheVersionOfThePom() throws Exception {
        List<String> tags = new ArrayList<>();
        for (String file : List.of(
                "docker-compose.yml",
                "docker-compose.gpu.yml",
                "deploy/kubernetes/base/kustomization.yaml",
                "deploy/kubernetes/gpu/task-managers.yaml")) {
            Matcher tag = TAG.matcher(Files.readString(HOME.resolve(file)));
            int before = tags.size();
            while (tag.find()) {
                tags.add(tag.group(1));
            }
            assertThat(tags).as(file).hasSizeGreaterThan(before);
        }
        assertThat(tags).containsOnly(revision().replace("-SNAPSHOT", ""));
    }

    @Test
    void theExampleOfAnEnvironmentIsBuiltAgainstTheVersionOfThePom() throws Exception {
        assertThat(Files.readString(HOME.resolve("examples/inventory-control/pom.xml")))
                .contains("<streamgrad.version>" + revision() + "</streamgrad.version>");
    }

    private static String revision() throws IOException {
        Matcher revision = REVISION.matcher(Files.readString(HOME.resolve("pom.xml")));
        assertThat(revision.find()).isTrue();
        return revision.group(1);
    }
}
