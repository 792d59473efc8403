package dev.streamgrad.simulator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MetricsAddressTest {

    @ParameterizedTest
    @CsvSource({
        "9464, true, false, 9464",
        ":9464, true, false, 9464",
        "127.0.0.1:0, true, false, 0",
        "0.0.0.0:9464, false, true, 9464",
        "[::1]:65535, true, false, 65535",
    })
    void aPortAloneSelectsTheLoopbackInterface(String text, boolean loopback, boolean any, int port) {
        InetSocketAddress address = MetricsAddress.parse(text);
        assertThat(address.getPort()).isEqualTo(port);
        assertThat(address.getAddress().isLoopbackAddress()).isEqualTo(loopback);
        assertThat(address.getAddress().isAnyLocalAddress()).isEqualTo(any);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "localhost:", "1.2.3.4:65536", "::1:9464", "http://localhost:9464", "9464 "})
    void rejectsATextThatIsNotAnAddress(String text) {
        assertThatThrownBy(() -> MetricsAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write HOST:PORT such as 0.0.0.0:9464");
    }

    @Test
    void rejectsAnUnknownHost() {
        assertThatThrownBy(() -> MetricsAddress.parse("nobody.invalid:9464"))
                .hasMessageContaining("Unknown host 'nobody.invalid' in 'nobody.invalid:9464'");
    }
}
