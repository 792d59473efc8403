package dev.streamgrad.cli.cluster.jvm;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP servers, bound to the address of {@code streamgrad.http.address} where they ask for all interfaces. Flink's Prometheus
 * reporter knows a port, but no address: in a container that is the container's own, in a process it would be the whole machine's.
 */
public final class AddressedHttpServerProvider extends HttpServerProvider {

    /** The address that stands for all interfaces. */
    public static final String ADDRESS = "streamgrad.http.address";

    private static final String STANDARD = "sun.net.httpserver.DefaultHttpServerProvider";

    private final HttpServerProvider standard;

    /** In front of the JDK's own, whose package must be exported. */
    public AddressedHttpServerProvider() throws ReflectiveOperationException {
        standard = Class.forName(STANDARD)
                .asSubclass(HttpServerProvider.class)
                .getConstructor()
                .newInstance();
    }

    @Override
    public HttpServer createHttpServer(@Nullable InetSocketAddress address, int backlog) throws IOException {
        return standard.createHttpServer(addressed(address), backlog);
    }

    @Override
    public HttpsServer createHttpsServer(@Nullable InetSocketAddress address, int backlog) throws IOException {
        return standard.createHttpsServer(addressed(address), backlog);
    }

    private static @Nullable InetSocketAddress addressed(@Nullable InetSocketAddress asked) {
        String address = System.getProperty(ADDRESS);
        return asked == null || address == null || !asked.getAddress().isAnyLocalAddress()
                ? asked
                : new InetSocketAddress(address, asked.getPort());
    }
}
