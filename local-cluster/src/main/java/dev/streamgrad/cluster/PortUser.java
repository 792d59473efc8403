package dev.streamgrad.cluster;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the process that listens on a port of this machine. Works on Linux, for processes that this user may inspect. */
final class PortUser {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";
    private static final int MOST_LETTERS = 80;

    private PortUser() {}

    /** Such as {@code process 4711 (java -cp …)}; {@code another process} if it cannot be found. */
    static String of(int port) {
        Set<String> sockets = Stream.of("net/tcp", "net/tcp6")
                .flatMap(table -> lines(PROC.resolve(table)).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > 9
                        && columns[3].equals(LISTENING)
                        && columns[1].endsWith(String.format(":%04X", port)))
                .map(columns -> "socket:[" + columns[9] + "]")
                .collect(Collectors.toSet());
        return sockets.isEmpty()
                ? "another process"
                : ProcessHandle.allProcesses()
                        .filter(process -> holds(process.pid(), sockets))
                        .map(PortUser::name)
                        .findFirst()
                        .orElse("another process");
    }

    private static boolean holds(long pid, Set<String> sockets) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(PROC.resolve(pid + "/fd"))) {
            for (Path file : files) {
                if (target(file).filter(sockets::contains).isPresent()) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false; // a process of another user, or one that has ended
        }
    }

    private static Optional<String> target(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String name(ProcessHandle process) {
        String line = process.info().commandLine().orElse("");
        String shown = line.length() > MOST_LETTERS ? line.substring(0, MOST_LETTERS) + " …" : line;
        return "process " + process.pid() + (shown.isEmpty() ? "" : " (" + shown + ")");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
