package dev.streamgrad.kafka;

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

/** Which errors are lasting, so that waiting cannot help. */
final class KafkaAccessExceptionTest {

    @Test
    void errorsThatTheUserMustFixAreLasting() {
        assertThat(rejection(new SaslAuthenticationException("wrong password")).isLasting())
                .isTrue();
        assertThat(rejection(new SslAuthenticationException("unknown authority"))
                        .isLasting())
                .isTrue();
        assertThat(rejection(new TopicAuthorizationException(Set.of("topic"))).isLasting())
                .isTrue();
        assertThat(rejection(GroupAuthorizationException.forGroupId("group")).isLasting())
                .isTrue();
        assertThat(rejection(new ConfigException("security.protocol", "TELEPATHY"))
                        .isMisconfigured())
                .isTrue();
    }

    @Test
    void aTimeoutIsNotLasting() {
        assertThat(rejection(new TimeoutException("no answer")).isLasting()).isFalse();
        assertThat(rejection(new java.util.concurrent.TimeoutException()).isLasting())
                .isFalse();
    }

    /** A container's name resolves once the container is running. */
    @Test
    void aHostThatDoesNotResolveIsNotLasting() {
        KafkaAccess access = new KafkaAccess(Map.of(KafkaAccess.BOOTSTRAP_SERVERS, "nobody.invalid:9092"));
        KafkaAccessException rejection = access.rejected(
                catchThrowable(() -> Admin.create(access.client()).close()));
        assertThat(rejection).hasMessageContaining("No host name of the servers 'nobody.invalid:9092' resolves");
        assertThat(rejection.isLasting()).isFalse();
    }

    private static KafkaAccessException rejection(Throwable cause) {
        return new KafkaAccessException("rejected", new ExecutionException(cause));
    }
}
