package dev.streamgrad.contract.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.streamgrad.contract.Examples;
import dev.streamgrad.contract.space.Box;
import dev.streamgrad.contract.space.DType;
import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.space.Space;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a spec may ask for, and no more. */
class SpecLimitsTest {

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"INT32", "UINT8"})
    void refusesContinuousActionsThatTheWireWouldCutOff(DType dtype) {
        Box whole = new Box(dtype, new int[] {1}, new float[1], new float[] {255});
        assertThatThrownBy(
                        () -> SpecJson.read(with(Examples.spec().environment().observationSpace(), whole)))
                .hasMessageContaining("environment.actionSpace is a box of "
                        + dtype.toString().toLowerCase(Locale.ROOT));
    }

    @Test
    void takesObservationsOfAnyElementType() {
        Box pixels = new Box(DType.UINT8, new int[] {1}, new float[1], new float[] {255});
        assertThat(SpecJson.read(with(pixels, new Discrete(2))).environment().observationSpace())
                .isEqualTo(pixels);
    }

    private static ObjectNode with(Space observations, Space actions) {
        ObjectNode tree = (ObjectNode) SpecJson.parse(Examples.specJson());
        tree.withObjectProperty("environment").set("observationSpace", SpecJson.tree(observations));
        tree.withObjectProperty("environment").set("actionSpace", SpecJson.tree(actions));
        return tree;
    }
}
