package dev.streamgrad.contract.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.streamgrad.contract.topic.Partitions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

    @Test
    void philoxMatchesThePublishedVectors() {
        // kat_vectors of Random123 for philox4x32, 10 rounds: counter, key, output.
        assertThat(philox("00000000 00000000 00000000 00000000", 0, 0))
                .isEqualTo("6627e8d5 e169c58d bc57ac4c 9b00dbd8");
        assertThat(philox("ffffffff ffffffff ffffffff ffffffff", -1, -1))
                .isEqualTo("408f276d 41c83b0e a20bc7c6 6d5451fd");
        assertThat(philox("243f6a88 85a308d3 13198a2e 03707344", 0xa4093822, 0x299f31d0))
                .isEqualTo("d16cfe09 94fdcceb 5001e420 24126ea1");
    }

    private static String philox(String counter, int key0, int key1) {
        String[] words = counter.split(" ", -1);
        int[] block = new int[4];
        for (int i = 0; i < 4; i++) {
            block[i] = Integer.parseUnsignedInt(words[i], 16);
        }
        Philox.apply(block, key0, key1);
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(block[0]) + " " + hex.toHexDigits(block[1]) + " " + hex.toHexDigits(block[2]) + " "
                + hex.toHexDigits(block[3]);
    }

    @Test
    void aStreamDependsOnlyOnSeedDomainAgentAndIndex() {
        RandomStream first = new RandomStream(42, Domain.ACTION).at(3, 1L << 40);
        long a = first.nextLong();
        long b = first.nextLong();
        first.at(0, 0).nextGaussian();
        assertThat(first.at(3, 1L << 40).nextLong()).isEqualTo(a);
        assertThat(first.nextLong()).isEqualTo(b);
        assertThat(new RandomStream(42, Domain.SHUFFLE).at(3, 1L << 40).nextLong())
                .isNotEqualTo(a);
        assertThat(new RandomStream(43, Domain.ACTION).at(3, 1L << 40).nextLong())
                .isNotEqualTo(a);
    }

    @Test
    void matchesTheVectorsOfTheContract() {
        // The vectors of docs/contract/random-numbers.md: seed 42, ACTION, agent 3, index 5.
        RandomStream random = new RandomStream(42, Domain.ACTION).at(3, 5);
        assertThat(HexFormat.of().toHexDigits(random.nextLong())).isEqualTo(VECTOR_BITS);
        assertThat(random.at(3, 5).nextUniform()).isEqualTo(VECTOR_UNIFORM);
        assertThat(random.at(3, 5).nextGaussian()).isEqualTo(VECTOR_GAUSSIAN);
        int[] order = {0, 1, 2, 3, 4, 5, 6, 7};
        random.at(3, 5).shuffle(order);
        assertThat(order).containsExactly(VECTOR_SHUFFLE);
        RandomStream resets = new RandomStream(42, Domain.ENVIRONMENT_RESET).at(3, 5);
        assertThat(resets.nextLong() >>> 33).isEqualTo(VECTOR_RESET_SEED);
        assertThat(Partitions.of("cartpole", 0, 4)).isEqualTo(VECTOR_PARTITION);
        assertThat(Partitions.of("cartpole", 3, 4)).isEqualTo((VECTOR_PARTITION + 3) % 4);
        assertThat(Partitions.of("größe", 1, 7)).isEqualTo(VECTOR_PARTITION_UTF8);
    }

    private static final String VECTOR_BITS = "c7406a2d979e3b15";
    private static final double VECTOR_UNIFORM = 0.778326641207621;
    private static final double VECTOR_GAUSSIAN = 0.12969293307630594;
    private static final int[] VECTOR_SHUFFLE = {3, 6, 1, 0, 7, 4, 5, 2};
    private static final long VECTOR_RESET_SEED = 1_463_628_057;
    private static final int VECTOR_PARTITION = 1;
    private static final int VECTOR_PARTITION_UTF8 = 6;

    @Test
    void uniformsLieInTheOpenIntervalAndGaussiansHaveMean0AndVariance1() {
        RandomStream random = new RandomStream(7, Domain.EVALUATION);
        int count = 200_000;
        double sum = 0;
        double mean = 0;
        double square = 0;
        int[] buckets = new int[7];
        for (int i = 0; i < count; i++) {
            double uniform = random.at(0, i).nextUniform();
            assertThat(uniform).isGreaterThan(0).isLessThan(1);
            sum += uniform;
            double gaussian = random.nextGaussian();
            mean += gaussian / count;
            square += gaussian * gaussian / count;
            buckets[random.nextInt(7)]++;
        }
        // Five standard errors: 0.289/√n, 1/√n, √2/√n, √(n·6/49).
        assertThat(sum / count).isCloseTo(0.5, within(5 * 0.289 / Math.sqrt(count)));
        assertThat(mean).isCloseTo(0, within(5 / Math.sqrt(count)));
        assertThat(square).isCloseTo(1, within(5 * Math.sqrt(2.0 / count)));
        for (int bucket : buckets) {
            assertThat((double) bucket).isCloseTo(count / 7.0, within(5 * Math.sqrt(count * 6.0 / 49)));
        }
    }
}
