package dev.streamgrad.job.kafka;

import dev.streamgrad.contract.codec.Codec;
import dev.streamgrad.contract.codec.Codecs;

/** Names a codec. Flink serializes the sinks, and codecs are not serializable. */
enum CodecReference {
    POLICY_UPDATE,
    STATUS,
    METRICS;

    @SuppressWarnings("unchecked") // a sink names the codec of the records that it writes
    <T> Codec<T> codec() {
        return (Codec<T>)
                switch (this) {
                    case POLICY_UPDATE -> Codecs.POLICY_UPDATE;
                    case STATUS -> Codecs.STATUS;
                    case METRICS -> Codecs.METRICS;
                };
    }
}
