package dev.streamgrad.job.kafka;

import dev.streamgrad.contract.codec.Codec;
import dev.streamgrad.contract.codec.Codecs;

/** Names a codec, since codecs themselves do not travel with a job. */
enum CodecReference {
    POLICY_UPDATE,
    STATUS,
    METRICS;

    @SuppressWarnings("unchecked") // the sink that names a codec writes that codec's record
    <T> Codec<T> codec() {
        return (Codec<T>)
                switch (this) {
                    case POLICY_UPDATE -> Codecs.POLICY_UPDATE;
                    case STATUS -> Codecs.STATUS;
                    case METRICS -> Codecs.METRICS;
                };
    }
}
