package dev.streamgrad.simulator.metrics;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the address of the metrics server. */
public final class MetricsAddress {

    private static final Pattern FORM =
            Pattern.compile("(?:(?<host>[^:\\[\\]]+|\\[[0-9A-Fa-f:.]+])?:)?(?<port>[0-9]{1,5})");
    private static final int MOST = 65_535;

    private MetricsAddress() {}

    /**
     * Parses {@code HOST:PORT}, or {@code PORT} alone for the loopback interface. Port 0 selects a free port.
     *
     * @throws IllegalArgumentException if the text is not an address; the message says what to write instead
     */
    public static InetSocketAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group("port")) > MOST) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an address; write HOST:PORT such as 0.0.0.0:9464, or only a port of 0 … "
                            + MOST + " to listen on the loopback interface.");
        }
        int port = Integer.parseInt(matcher.group("port"));
        String host = matcher.group("host");
        if (host == null) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("Unknown host '" + host + "' in '" + text
                    + "'; write an address of this machine, such as 0.0.0.0 for all its interfaces.");
        }
        return address;
    }
}
