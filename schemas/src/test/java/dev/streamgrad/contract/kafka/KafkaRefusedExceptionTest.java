package dev.streamgrad.contract.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** Which refusals are worth waiting for. */
final class KafkaRefusedExceptionTest {

    @Test
    void whatSomeoneMustMendLasts() {
        assertThat(refusal(new SaslAuthenticationException("wrong password")).isLasting())
                .isTrue();
        assertThat(refusal(new SslAuthenticationException("unknown authority")).isLasting())
                .isTrue();
        assertThat(refusal(new TopicAuthorizationException(Set.of("topic"))).isLasting())
                .isTrue();
        assertThat(refusal(GroupAuthorizationException.forGroupId("group")).isLasting())
                .isTrue();
        assertThat(refusal(new ConfigException("security.protocol", "TELEPATHY"))
                        .isMisconfigured())
                .isTrue();
    }

    @Test
    void aBrokerThatIsAwayMayComeBack() {
        assertThat(refusal(new TimeoutException("no answer")).isLasting()).isFalse();
        assertThat(refusal(new java.util.concurrent.TimeoutException()).isLasting())
                .isFalse();
    }

    /** A container's name resolves once the container is there. */
    @Test
    void soMayAHostThatDoesNotResolve() {
        KafkaAccess access = new KafkaAccess(Map.of(KafkaAccess.BOOTSTRAP_SERVERS, "nobody.invalid:9092"));
        KafkaRefusedException refusal = access.refused(
                catchThrowable(() -> Admin.create(access.client()).close()));
        assertThat(refusal).hasMessageContaining("No host name of the servers 'nobody.invalid:9092' resolves");
        assertThat(refusal.isLasting()).isFalse();
    }

    private static KafkaRefusedException refusal(Throwable cause) {
        return new KafkaRefusedException("refused", new ExecutionException(cause));
    }
}
