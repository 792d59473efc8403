package dev.streamgrad.learner.update;

import static org.assertj.core.api.Assertions.assertThat;

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

    @Test
    void isFlatOverFiveThousandUpdates() throws IOException {
        Specs specs = new Specs();
        specs.agents = 2;
        specs.rolloutLength = 8;
        specs.epochs = 2;
        specs.minibatchSize = 8;
        specs.normalise = AdvantageNormalisation.MINIBATCH;
        TrainingSpec spec = specs.build();
        LearnerState state = Learner.initialState(spec);
        RolloutBatch batch = Batches.random(spec, state, 0);
        try (Learner learner = new Learner()) {
            int arrays = learner.managedArrays();
            long resident = 0;
            for (int update = 1; update <= 5000; update++) {
                learner.update(spec, state, batch);
                assertThat(learner.managedArrays()).as("update %d", update).isEqualTo(arrays);
                resident = update == 1000 ? resident() : resident;
            }
            // A leak of one [8, 64] array per gradient step would be 40 MB.
            assertThat(resident() - resident).isLessThan(24L << 20);
        }
    }

    private static long resident() throws IOException {
        return Files.exists(STATM) ? Long.parseLong(Files.readString(STATM).split(" ", -1)[1]) * PAGE : 0;
    }
}
