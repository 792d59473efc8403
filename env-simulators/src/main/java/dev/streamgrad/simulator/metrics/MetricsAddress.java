package dev.streamgrad.simulator.metrics;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the metrics are served, as a person writes it. */
public final class MetricsAddress {

    private static final Pattern FORM =
            Pattern.compile("(?:(?<host>[^:\\[\\]]+|\\[[0-9A-Fa-f:.]+])?:)?(?<port>[0-9]{1,5})");
    private static final int MOST = 65_535;

    private MetricsAddress() {}

    /**
     * Reads {@code HOST:PORT}, or {@code PORT} alone for the loopback interface; port 0 is a free one.
     *
     * @throws IllegalArgumentException with what to write instead
     */
    public static InetSocketAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group("port")) > MOST) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no address; write HOST:PORT such as 0.0.0.0:9464, or a" + " port of 0 … " + MOST
                            + " alone for this machine only.");
        }
        int port = Integer.parseInt(matcher.group("port"));
        String host = matcher.group("host");
        if (host == null) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(
                    "'" + host + "' in '" + text
                            + "' is no host that is known here; name one of this machine's, such as 0.0.0.0 for all its interfaces.");
        }
        return address;
    }
}
