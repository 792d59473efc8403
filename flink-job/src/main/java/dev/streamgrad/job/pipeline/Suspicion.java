package dev.streamgrad.job.pipeline;

import java.util.Optional;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;

/** That a record in the name of the agent at hand was refused, and nothing of it was accepted since: it may have been the agent's own. */
final class Suspicion {

    private final ValueState<Long> sequence;
    private final ValueState<Long> since;

    Suspicion(RuntimeContext context) {
        sequence = context.getState(new ValueStateDescriptor<>("refused-at", LongSerializer.INSTANCE));
        since = context.getState(new ValueStateDescriptor<>("refused-since", LongSerializer.INSTANCE));
    }

    /** A record was refused while this sequence was expected. More of them do not put off the end of the wait. */
    void begin(long expected, long now) throws Exception {
        if (!isOf(expected)) {
            sequence.update(expected);
            since.update(now);
        }
    }

    /** Whether it is of this sequence, so that nothing was accepted since. */
    boolean isOf(long expected) throws Exception {
        Long refusedAt = sequence.value();
        return refusedAt != null && refusedAt == expected;
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
