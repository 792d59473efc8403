package dev.streamgrad.cli.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory for one process's temporary files. It is deleted when it is closed; one that a killed process left is deleted by the next
 * process that takes one. Its owner holds a lock on a file in it, which the system lets go of however the owner ends.
 *
 * <p>It is not in the run directory, whose name may hold what Flink takes for the end of a path in a list.
 */
final class TemporaryDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryDirectory.class);
    private static final String PREFIX = "streamgrad-";
    private static final String LOCK = ".in-use";

    private final Path path;
    private final FileChannel lock;

    private TemporaryDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** A new one where the system keeps temporary files. */
    static TemporaryDirectory create() {
        return create(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** A new one below {@code parent}, which is cleared of those that nobody uses any more. */
    static TemporaryDirectory create(Path parent) {
        try {
            deleteUnused(parent);
            Path path = Files.createTempDirectory(parent, PREFIX);
            return new TemporaryDirectory(path, locked(path));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a directory for temporary files in " + parent, e);
        }
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(path);
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("The lock on {} cannot be let go", path, e);
        }
    }

    /** The lock appears with its owner: it is taken under another name first. */
    private static FileChannel locked(Path path) throws IOException {
        Path before = path.resolve(LOCK + ".new");
        FileChannel channel = FileChannel.open(before, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.lock();
        Files.move(before, path.resolve(LOCK));
        return channel;
    }

    private static void deleteUnused(Path parent) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path directory : all) {
                if (isUnused(directory.resolve(LOCK))) {
                    delete(directory);
                }
            }
        }
    }

    private static boolean isUnused(Path lock) {
        if (!Files.isWritable(lock)) {
            return false; // another user's, or not one of these
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException | IOException e) {
            return false; // this very process has it, or another one deletes it
        }
    }

    private static void delete(Path directory) {
        try {
            FileUtils.deleteDirectory(directory.toFile());
        } catch (IOException e) {
            LOG.warn("Temporary files in {} cannot be deleted", directory, e);
        }
    }
}
