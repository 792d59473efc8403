package dev.streamgrad.cluster.jvm;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Binds the JDK's HTTP servers to the address in {@code streamgrad.http.address} instead of all interfaces. Flink's Prometheus reporter has
 * a setting for its port, but none for its address: it listens on all interfaces, which outside a container are those of the machine.
 */
public final class AddressedHttpServerProvider extends HttpServerProvider {

    /** System property with the address to use instead of all interfaces. */
    public static final String ADDRESS = "streamgrad.http.address";

    private static final String STANDARD = "sun.net.httpserver.DefaultHttpServerProvider";

    private final HttpServerProvider standard;

    /** Delegates to the JDK's own provider, whose package must be exported. */
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
