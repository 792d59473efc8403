package dev.streamgrad.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sockets on which a process listens, as {@code /proc} lists them on Linux; none on other systems. */
public final class Listeners {

    private static final String LISTENING = "0A";

    private Listeners() {}

    /** Fails if a process listens on an address that other machines can reach. */
    public static void assertLoopbackOnly(ProcessHandle process) {
        assertThat(of(process))
                .as("addresses on which process " + process.pid() + " listens")
                .allMatch(socket -> socket.getAddress().isLoopbackAddress());
    }

    /** All addresses on which a process listens. */
    public static List<InetSocketAddress> of(ProcessHandle process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        if (!Files.isDirectory(proc)) {
            return List.of();
        }
        Set<String> own = sockets(proc.resolve("fd"));
        List<InetSocketAddress> found = new ArrayList<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            lines(proc.resolve(table))
                    .skip(1)
                    .map(line -> line.strip().split("\\s+", -1))
                    .forEach(fields -> {
                        if (fields[3].equals(LISTENING) && own.contains("socket:[" + fields[9] + "]")) {
                            found.add(address(fields[1]));
                        }
                    });
        }
        return found;
    }

    private static Set<String> sockets(Path descriptors) {
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.map(Listeners::target).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The kernel prints an address as words of the machine's byte order. */
    private static InetSocketAddress address(String text) {
        String[] parts = text.split(":", -1);
        ByteBuffer printed = ByteBuffer.wrap(HexFormat.of().parseHex(parts[0]));
        ByteBuffer bytes = ByteBuffer.allocate(printed.capacity()).order(ByteOrder.nativeOrder());
        while (printed.hasRemaining()) {
            bytes.putInt(printed.getInt());
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes.array()), Integer.parseInt(parts[1], 16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
