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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Measures the resident size of this process, which only Linux tells: on another system these tests are disabled. */
@EnabledOnOs(OS.LINUX)
class NativeMemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path PEAK_RESET = Path.of("/proc/self/clear_refs");

    @Test
    void isFlatOverFourThousandUpdates() throws IOException {
        // A leak of one [8, 64] array per gradient step would be 26 MB.
        staysFlat(small(64), 4000);
    }

    @Test
    @Tag("slow")
    void isFlatOverTwentyThousandUpdates() throws IOException {
        // A leak of one [8, 16] array per gradient step would be 33 MB.
        staysFlat(small(16), 20_000);
    }

    private static TrainingSpec small(int hidden) {
        Specs specs = new Specs();
        specs.hidden = hidden;
        specs.agents = 2;
        specs.rolloutLength = 8;
        specs.epochs = 2;
        specs.minibatchSize = 8;
        specs.normalise = AdvantageNormalisation.MINIBATCH;
        return specs.build();
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
        // The windows of four rows take 17 kB in both networks' convolutions: a leak of them would be 110 MB.
        staysFlat(specs.build(), 1000);
    }

    /** In the initial forward pass and in the gradient: 8192 rows at once take about 160 MB of windows and sums, 64 rows at most 2 MB. */
    @Test
    void isLimitedByTheMicrobatch() throws IOException {
        assumeTrue(Files.isWritable(PEAK_RESET), "the kernel must let a process reset its peak size");
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
        return status("VmRSS");
    }

    /** The largest resident size since the last reset, in bytes. */
    private static long peak() throws IOException {
        return status("VmHWM");
    }

    private static long status(String name) throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }
}
