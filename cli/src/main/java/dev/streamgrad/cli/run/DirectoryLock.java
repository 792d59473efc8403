package dev.streamgrad.cli.run;

import dev.streamgrad.cli.usage.UserException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps other processes out of a directory; the system lets go of it when the process ends, however it ends. */
public final class DirectoryLock implements AutoCloseable {

    /** The file that is locked. */
    public static final String FILE = ".lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a directory, which is made where it is not there.
     *
     * @param what the directory is, such as "run directory"
     * @param option that names the directory
     * @throws UserException if another process has it
     */
    public static DirectoryLock take(Path directory, String what, String option) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new UserException("The " + what + " " + directory
                    + " is in use by another process; wait for it to end, or name another with " + option + ".");
        }
        return new DirectoryLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // this very process has it
        }
    }
}
