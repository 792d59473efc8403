package dev.streamgrad.benchmarks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fuzzer kept decodes, or is rejected with the exception that the decoder declares, and allocates no more than it justifies. */
final class FuzzCorpusTest {

    private static final Path CORPUS = Path.of("src/test/resources/fuzz");

    @ParameterizedTest
    @EnumSource
    void everyExampleIsDecoded(FuzzTarget target) {
        assertThat(FuzzSeeds.examples(target)).isNotEmpty().allMatch(bytes -> DecoderFuzzer.decode(target, bytes));
    }

    @ParameterizedTest
    @EnumSource
    void randomRecordsOfEveryReleasedSchemaAreDecodedOrRejected(FuzzTarget target) {
        for (byte[] seed : FuzzSeeds.of(target)) {
            DecoderFuzzer.decode(target, seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cutOffExamplesAreRejected(FuzzTarget target) {
        for (byte[] seed : FuzzSeeds.examples(target)) {
            for (int length = 0; length < Math.min(seed.length, 4096); length++) {
                DecoderFuzzer.decode(target, java.util.Arrays.copyOf(seed, length));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCorpusIsDecodedOrRejected(FuzzTarget target) throws IOException {
        List<Path> kept;
        try (Stream<Path> files = Files.list(CORPUS.resolve(target.title()))) {
            kept = files.toList();
        }
        assertThat(kept).isNotEmpty();
        for (Path file : kept) {
            DecoderFuzzer.decode(target, Files.readAllBytes(file));
        }
    }
}
