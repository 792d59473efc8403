package dev.streamgrad.contract.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.Examples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that float64 can represent, but not float32, in which they are used. */
class SinglePrecisionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "epsilon | 1e-300 | optimiser.epsilon is 1.0E-300, but that is 0 in float32 | use at least 1.17549435E-38.",
                "maxGradNorm | 1e-40 | optimiser.maxGradNorm is 1.0E-40, but that is 0 | at least 1.17549435E-38.",
                "clip | 1e300 | normalisation.clip is 1.0E300, but that is infinite | use at most 3.4028235E38.",
                "learningRate | 1e-50 | optimiser.learningRate is 1.0E-50, but that is 0 | use 0 or at least 1.17549435E-38.",
                "learningRate | linear(1e-3, 1e-60) | optimiser.learningRate is 1.0E-60, but that is 0 | 0 or at least",
                "criticLearningRate | 1e-50 | optimiser.criticLearningRate | 0 or at least",
                "valueCoefficient | 1e39 | loss.valueCoefficient is 1.0E39, but that is infinite | use at most",
                "entropyCoefficient | 1e-39 | loss.entropyCoefficient is | use 0 or at least",
                "valueClipRange | 1e-39 | loss.valueClipRange is | use 0 or at least",
                "clipRange | 1e-9 | loss.clipRange is 1.0E-9, but 1 ± that is 1 in float32 | use 0 or at least 1.1920929E-7.",
                "rhoBar | 1e-39 | advantage.rhoBar is | use at least",
                "beta1 | 0.99999999 | optimiser.beta1 is 0.99999999, but that is 1 in float32 | use at most 0.99999994.",
                "beta2 | 0.99999999 | optimiser.beta2 is 0.99999999, but that is 1 | use at most 0.99999994.",
                "alpha | 0.99999999 | optimiser.alpha is 0.99999999, but that is 1 | use at most 0.99999994."
            })
    void reportsTheFloat32ValueAndWhatToWrite(String key, String value, String what, String instead) {
        assertThat(faults(key, value)).singleElement().asString().contains(what, instead);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "epsilon=1e-37",
                "maxGradNorm=none",
                "learningRate=0",
                "learningRate=linear(1e-3)",
                "clipRange=0",
                "clipRange=1.2e-7",
                "beta1=0",
                "beta2=0.99999994",
                "rhoBar=1e30",
                "gamma=0.999999999",
                "cBar=1e-300"
            })
    void acceptsNumbersThatTheUsedPrecisionCanRepresent(String assignment) {
        String[] parts = assignment.split("=", 2);
        assertThat(faults(parts[0], parts[1])).isEmpty();
    }

    @Test
    void theNumberOfUpdatesIsExactForEveryTotal() {
        TrainingSpec spec = spec("totalSteps", Long.toString(Long.MAX_VALUE));
        long batch = spec.rollouts().batch();
        assertThat(spec.updates()).isEqualTo(Long.MAX_VALUE / batch + 1);
        assertThat(spec.transitions()).isEqualTo(Long.MAX_VALUE);
        assertThat(spec("totalSteps", Long.toString(batch + 1)).transitions()).isEqualTo(2 * batch);
    }

    private static List<String> faults(String key, String value) {
        Faults faults = new Faults();
        SinglePrecision.check(spec(key, value), faults);
        return faults.messages();
    }

    private static TrainingSpec spec(String key, String value) {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        Faults faults = new Faults();
        SpecOptions.set(tree, key, value, faults);
        faults.throwIfAny();
        return SpecJson.read(tree);
    }
}
