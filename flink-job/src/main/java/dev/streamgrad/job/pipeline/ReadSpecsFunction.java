package dev.streamgrad.job.pipeline;

import dev.streamgrad.contract.codec.MalformedRecordException;
import dev.streamgrad.contract.inspection.SpecInspection;
import dev.streamgrad.contract.topic.Keys;
import dev.streamgrad.job.metrics.AssemblyMetrics;
import dev.streamgrad.job.state.DeadLetter;
import dev.streamgrad.job.state.RawRecord;
import dev.streamgrad.job.state.ReceivedSpec;
import dev.streamgrad.job.state.WrittenSpec;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Decodes records of the training-specs topic. A record that is not a valid spec becomes a dead letter; if its key names a policy, the
 * rejection is also emitted, so that the policy's status shows it.
 */
public final class ReadSpecsFunction extends ProcessFunction<RawRecord, ReceivedSpec> {

    @Serial
    private static final long serialVersionUID = 1L;

    private transient Counter invalid;

    @Override
    public void open(OpenContext context) {
        invalid = AssemblyMetrics.invalidSpecs(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(RawRecord raw, Context context, Collector<ReceivedSpec> out) {
        if (raw.value().length == 0) {
            return; // a tombstone: the spec was deleted
        }
        String key = new String(raw.key(), StandardCharsets.UTF_8);
        WrittenSpec written = read(raw.value());
        String fault =
                written.spec().flatMap(spec -> SpecInspection.fault(key, spec)).orElse(written.fault());
        if (fault.isEmpty()) {
            written.spec().map(ReceivedSpec::of).ifPresent(out::collect);
            return;
        }
        invalid.inc();
        context.output(SideOutputs.DEAD_LETTERS, DeadLetter.of(raw, fault));
        Keys.parseSpec(key)
                .map(named -> ReceivedSpec.rejected(named.policyId(), named.revision(), fault))
                .ifPresent(out::collect);
    }

    private static WrittenSpec read(byte[] bytes) {
        try {
            return Isolation.run(() -> WrittenSpec.read(bytes));
        } catch (MalformedRecordException e) {
            return new WrittenSpec(bytes, Optional.empty(), String.valueOf(e.getMessage()));
        } catch (PolicyFault e) {
            return new WrittenSpec(bytes, Optional.empty(), e.reason());
        }
    }
}
