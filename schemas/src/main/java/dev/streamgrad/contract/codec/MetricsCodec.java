package dev.streamgrad.contract.codec;

import dev.streamgrad.contract.record.EpisodeSummary;
import dev.streamgrad.contract.record.MetricsRecord;
import dev.streamgrad.contract.record.TrainingMetrics;

/** The codec of the metrics topic, which carries two types of record. The fingerprint of the schema tells them apart. */
final class MetricsCodec implements Codec<MetricsRecord> {

    private final RecordCodec<TrainingMetrics> updates = new RecordCodec<>(TrainingMetrics.class);
    private final RecordCodec<EpisodeSummary> episodes = new RecordCodec<>(EpisodeSummary.class);

    @Override
    public byte[] encode(MetricsRecord value) {
        return value instanceof TrainingMetrics metrics
                ? updates.encode(metrics)
                : episodes.encode((EpisodeSummary) value);
    }

    @Override
    public MetricsRecord decode(byte[] bytes) throws MalformedRecordException {
        return episodes.canRead(SingleObject.fingerprint(bytes)) ? episodes.decode(bytes) : updates.decode(bytes);
    }
}
