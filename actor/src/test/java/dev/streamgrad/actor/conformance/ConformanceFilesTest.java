package dev.streamgrad.actor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.contract.conformance.CaseResult;
import dev.streamgrad.contract.conformance.ConformanceGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The committed conformance files equal those that the code computes. After a change of the contract, {@code mvn -pl actor -am test
 * -Dtest=ConformanceFilesTest -Dsurefire.failIfNoSpecifiedTests=false -Dconformance.write=true} writes them again.
 */
final class ConformanceFilesTest {

    private static final Path FOLDER = Path.of("..", "schemas/src/main/resources/dev/streamgrad/contract/conformance");

    @Test
    void theCommittedFilesAreThoseOfTheCode() throws IOException {
        List<CaseFile> files = all();
        assertThat(files.stream().map(CaseFile::name)).containsExactlyElementsOf(ConformanceGroup.NAMES);
        for (CaseFile file : files) {
            check(FOLDER.resolve("cases").resolve(file.name() + ".json"), file.cases());
            check(FOLDER.resolve("expected").resolve(file.name() + ".json"), file.expected());
        }
    }

    @Test
    void theExpectedOutputsPass() {
        for (CaseFile file : all()) {
            List<CaseResult> results = ConformanceGroup.read(file.name()).compare(Optional.of(file.expected()));
            assertThat(results).isNotEmpty().allSatisfy(result -> {
                assertThat(result.verdict()).isEqualTo(CaseResult.Verdict.PASSED);
                assertThat(result.detail()).isEmpty();
            });
        }
    }

    @Test
    void theContractShowsTheVectorsOfResuming() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "contract.md"));
        for (String row : ResumingCases.rows()) {
            assertThat(page).contains(row + "\n");
        }
    }

    private static List<CaseFile> all() {
        return Stream.of(
                        RecordCases.all(),
                        InspectionCases.all(),
                        List.of(ClaimCases.file()),
                        ResumingCases.all(),
                        NetworkCases.all(),
                        DistributionCases.all(),
                        RandomCases.all(),
                        List.of(ActingCases.file()))
                .flatMap(List::stream)
                .sorted((one, other) -> place(one) - place(other))
                .toList();
    }

    private static int place(CaseFile file) {
        return ConformanceGroup.NAMES.indexOf(file.name());
    }

    private static void check(Path path, String text) throws IOException {
        if (Boolean.getBoolean("conformance.write")) {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, text);
        }
        assertThat(Files.readString(path))
                .as("%s; the Javadoc of this test states how to write it again", path)
                .isEqualTo(text);
    }
}
