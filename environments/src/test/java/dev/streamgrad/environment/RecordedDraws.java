package dev.streamgrad.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;

/** Replays the draws that a golden file recorded, in their order. Fails if kind or range of a draw differ from the recording. */
final class RecordedDraws implements Draws {

    private record Draw(String kind, JsonNode value) {}

    private final Deque<Draw> left = new ArrayDeque<>();

    /** Adds the draws {@code ["rand", v]} and {@code ["randint", low, high, v]}. If v is a list, each element is one draw. */
    void record(JsonNode draws) {
        for (JsonNode draw : draws) {
            JsonNode values = draw.get(draw.size() - 1);
            String kind = draw.get(0).asText();
            if (draw.size() == 4) {
                kind += " " + draw.get(1) + " " + draw.get(2);
            }
            for (int i = 0; i < (values.isArray() ? values.size() : 1); i++) {
                left.add(new Draw(kind, values.isArray() ? values.get(i) : values));
            }
        }
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    @Override
    public double uniform() {
        return next("rand").asDouble();
    }

    @Override
    public int integer(int low, int high) {
        return next("randint " + low + " " + high).asInt();
    }

    private JsonNode next(String kind) {
        assertThat(left).as("recorded draws").isNotEmpty();
        Draw draw = left.remove();
        assertThat(draw.kind()).isEqualTo(kind);
        return draw.value();
    }
}
