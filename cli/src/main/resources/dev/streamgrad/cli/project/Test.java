package {{package}};

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.SimpleEnvironment.Step;
import dev.streamgrad.environment.kit.EnvironmentKit;
import java.util.List;
import org.junit.jupiter.api.Test;

class {{class}}Test {

    @Test
    void keepsToTheRulesOfEnvironments() {
        for (EnvironmentEntry entry : new {{class}}Provider().environments()) {
            assertEquals(List.of(), EnvironmentKit.faults(entry));
        }
    }

    @Test
    void theLastCellEndsTheEpisode() {
        {{class}} corridor = new {{class}}(3);
        corridor.reset(1);
        int steps = 0;
        Step step;
        do {
            step = corridor.step(new float[] {1});
            steps++;
        } while (!step.terminated() && steps < 100);
        assertEquals(2, step.observation()[0]);
    }
}
