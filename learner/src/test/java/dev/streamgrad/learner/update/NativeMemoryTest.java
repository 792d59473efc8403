package dev.streamgrad.learner.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.streamgrad.contract.record.LearnerState;
import dev.streamgrad.contract.spec.AdvantageNormalisation;
import dev.streamgrad.contract.spec.TrainingSpec;
import dev.streamgrad.learner.Specs;
import dev.streamgrad.learner.rollout.RolloutBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {

    private static final int PAGE = 4096;
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final Path PEAK_RESET = Path.of("/proc/self/clear_refs");

    @Test
    void isFlatOverFiveThousandUpdates() throws IOException {
        Specs specs = new Specs();
        specs.agents = 2;
        specs.rolloutLength = 8;
        specs.epochs = 2;
        specs.minibatchSize = 8;
        specs.normalise = AdvantageNormalisation.MINIBATCH;
        // A leak of one [8, 64] array per gradient step would be 40 MB.
        staysFlat(specs.build(), 5000);
    }

    @Test
    void isFlatWithConvolutions() throws IOException {
        Specs specs = new Specs();
        specs.observations = Specs.grid(7, 7, 2);
        specs.filters = new int[] {4, 4};
        specs.kernel = 2;
        specs.agents = 2;
        specs.rolloutLength = 8;
        specs.epochs = 2;
        specs.minibatchSize = 8;
        specs.microbatchSize = 4;
        // The windows of four rows are 17 kB in both networks' convolutions: kept, they would be 110 MB.
        staysFlat(specs.build(), 1000);
    }

    /** Both before the first gradient and in it: 8192 rows in one take some 160 MB of windows and sums, 64 rows at most 2 MB. */
    @Test
    void isBoundByTheMicrobatch() throws IOException {
        assumeTrue(Files.isWritable(PEAK_RESET));
        Specs specs = new Specs();
        specs.observations = Specs.grid(10, 10, 4);
        specs.filters = new int[] {16};
        specs.agents = 16;
        specs.rolloutLength = 512;
        specs.minibatchSize = 64;
        specs.microbatchSize = 64;
        TrainingSpec spec = specs.build();
        LearnerState state = Learner.initialState(spec);
        RolloutBatch batch = Batches.random(spec, state, 0);
        try (Learner learner = new Learner()) {
            learner.update(spec, state, batch);
            Files.writeString(PEAK_RESET, "5");
            long resident = resident();
            learner.update(spec, state, batch);
            assertThat(peak() - resident).isLessThan(80L << 20);
        }
    }

    /** The largest resident size since it was reset, bytes. */
    private static long peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    private static void staysFlat(TrainingSpec spec, int updates) throws IOException {
        LearnerState state = Learner.initialState(spec);
        RolloutBatch batch = Batches.random(spec, state, 0);
        try (Learner learner = new Learner()) {
            int arrays = learner.managedArrays();
            long resident = 0;
            for (int update = 1; update <= updates; update++) {
                learner.update(spec, state, batch);
                assertThat(learner.managedArrays()).as("update %d", update).isEqualTo(arrays);
                resident = update == updates / 5 ? resident() : resident;
            }
            assertThat(resident() - resident).isLessThan(24L << 20);
        }
    }

    private static long resident() throws IOException {
        return Files.exists(STATM) ? Long.parseLong(Files.readString(STATM).split(" ", -1)[1]) * PAGE : 0;
    }
}
