package dev.streamgrad.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Locks a directory against other processes. The operating system releases the lock when the process ends, however it ends. */
public final class DirectoryLock implements AutoCloseable {

    /** The file that is locked. */
    public static final String FILE = ".lock";

    /** The files that this process has locked. Opening and closing such a file again would release the lock. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Locks a directory, and creates it if it does not exist.
     *
     * @param what what the directory is, such as "run directory"
     * @param option the option that names the directory
     * @throws UserException if another process has locked it, or this one
     */
    public static DirectoryLock take(Path directory, String what, String option) throws IOException {
        Files.createDirectories(directory);
        return take(directory.toRealPath().resolve(FILE))
                .orElseThrow(() -> new UserException("The " + what + " " + directory
                        + " is in use by another process; wait for it to end, or name another directory with " + option
                        + "."));
    }

    private static Optional<DirectoryLock> take(Path file) throws IOException {
        if (!OWN.add(file)) {
            return Optional.empty();
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return Optional.of(new DirectoryLock(file, channel));
            }
            channel.close();
        } catch (IOException e) {
            OWN.remove(file);
            throw e;
        }
        OWN.remove(file);
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        OWN.remove(file);
    }
}
