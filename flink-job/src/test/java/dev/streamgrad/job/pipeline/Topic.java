package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.record.PolicyUpdate;
import java.util.function.Consumer;
import org.apache.flink.util.Collector;

/** The policies topic: passes every policy version to a consumer. */
record Topic(Consumer<PolicyUpdate> record) implements Collector<PolicyUpdate> {

    @Override
    public void collect(PolicyUpdate update) {
        record.accept(update);
    }

    @Override
    public void close() {}
}
