package dev.streamgrad.job.pipeline;

import java.util.Optional;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;

/**
 * The suspicion that a rejected record was the current agent's own, so that its rows are lost. It holds until a block of the agent is
 * accepted.
 */
final class Suspicion {

    private final ValueState<Long> sequence;
    private final ValueState<Long> since;

    Suspicion(RuntimeContext context) {
        sequence = context.getState(new ValueStateDescriptor<>("refused-at", LongSerializer.INSTANCE));
        since = context.getState(new ValueStateDescriptor<>("refused-since", LongSerializer.INSTANCE));
    }

    /** A record was rejected while this sequence was expected. Further rejected records do not extend the wait. */
    void begin(long expected, long now) throws Exception {
        if (!isOf(expected)) {
            sequence.update(expected);
            since.update(now);
        }
    }

    /** Whether it began at this expected sequence, so that no block has been accepted since. */
    boolean isOf(long expected) throws Exception {
        Long rejectedAt = sequence.value();
        return rejectedAt != null && rejectedAt == expected;
    }

    /** When it began; empty if there is none. */
    Optional<Long> since() throws Exception {
        return Optional.ofNullable(since.value());
    }

    void end() {
        sequence.clear();
        since.clear();
    }
}
