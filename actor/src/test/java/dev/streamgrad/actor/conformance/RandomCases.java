package dev.streamgrad.actor.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.random.Domain;
import dev.streamgrad.contract.random.Philox;
import dev.streamgrad.contract.random.RandomStream;
import java.util.HexFormat;
import java.util.List;

/** The generator, and the numbers that are derived from it. */
final class RandomCases {

    private static final HexFormat HEX = HexFormat.of();

    private RandomCases() {}

    static List<CaseFile> all() {
        CaseFile file = new CaseFile(
                        "random",
                        "A case with a counter: the four words of Philox4x32-10, lowest first. A case with a seed: the first numbers of"
                                + " that stream, each kind from the start of the stream; resetSeed is the seed of a Gymnasium reset"
                                + " (first 64 bits >>> 33). 64-bit integers are decimal texts.")
                .tolerance("gaussians", 1e-14);
        counter(file, "counter of zeros", new int[4], 0, 0);
        counter(file, "counter of ones", new int[] {-1, -1, -1, -1}, -1, -1);
        int[] digitsOfPi = {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344};
        counter(file, "digits of pi", digitsOfPi, 0xa4093822, 0x299f31d0);
        stream(file, "the example of the contract", 42, Domain.ACTION, 3, 5);
        stream(file, "a reset", 42, Domain.ENVIRONMENT_RESET, 3, 5);
        stream(file, "all words 0", 0, Domain.INITIALISATION, 0, 0);
        stream(file, "negative seed", -1, Domain.ENVIRONMENT_RESET, 65_535, 1);
        stream(file, "large seed", 0x0123456789abcdefL, Domain.ENVIRONMENT_DYNAMICS, 7, 1L << 40);
        stream(file, "largest index", Long.MIN_VALUE, Domain.EVALUATION, 2, (1L << 56) - 1);
        return List.of(file);
    }

    private static void counter(CaseFile file, String name, int[] counter, int key0, int key1) {
        ObjectNode input = Json.object("counter", words(counter), "key", words(key0, key1));
        int[] block = counter.clone();
        Philox.apply(block, key0, key1);
        file.add(name, input, Json.object("words", words(block)));
    }

    private static List<String> words(int... words) {
        return java.util.Arrays.stream(words).mapToObj(HEX::toHexDigits).toList();
    }

    private static void stream(CaseFile file, String name, long seed, Domain domain, int agent, long index) {
        RandomStream random = new RandomStream(seed, domain);
        int[] order = {0, 1, 2, 3, 4, 5, 6, 7};
        random.at(agent, index).shuffle(order);
        long first = random.at(agent, index).nextLong();
        List<String> bits = List.of(
                HEX.toHexDigits(first),
                HEX.toHexDigits(random.nextLong()),
                HEX.toHexDigits(random.nextLong()),
                HEX.toHexDigits(random.nextLong()),
                HEX.toHexDigits(random.nextLong()));
        random.at(agent, index);
        double[] uniforms = {random.nextUniform(), random.nextUniform(), random.nextUniform()};
        random.at(agent, index);
        double[] gaussians = {random.nextGaussian(), random.nextGaussian()};
        random.at(agent, index);
        int[] integers = {random.nextInt(6), random.nextInt(1_000_000_007), random.nextInt(1)};
        file.add(
                name,
                Json.object(
                        "seed", Long.toString(seed),
                        "domain", domain.name(),
                        "agent", agent,
                        "index", Long.toString(index),
                        "bounds", new int[] {6, 1_000_000_007, 1}),
                Json.object(
                        "bits", bits,
                        "uniforms", uniforms,
                        "gaussians", gaussians,
                        "integers", integers,
                        "shuffle", order,
                        "resetSeed", first >>> 33));
    }
}
