package dev.streamgrad.training.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory for the temporary files of one process. It is deleted when it is closed; the directory of a killed process is deleted by the
 * next process that creates one. The owner holds a lock on a file in it, which the operating system releases however the owner ends.
 *
 * <p>It is not in the run directory, because the path of a run may contain characters that Flink treats as the separator of a list of
 * paths.
 */
final class TemporaryDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryDirectory.class);
    private static final String PREFIX = "streamgrad-";
    private static final String LOCK = ".in-use";

    /** The directories of this process. To open and close one of their lock files again would release the lock. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private TemporaryDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Creates a directory in the system's directory for temporary files. */
    static TemporaryDirectory create() {
        return create(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Creates a directory below {@code parent}, and deletes the directories there that are no longer in use. */
    static TemporaryDirectory create(Path parent) {
        try {
            Path path = Files.createTempDirectory(parent, PREFIX); // not writable by other users
            OWN.add(path);
            TemporaryDirectory own = new TemporaryDirectory(path, locked(path));
            deleteUnused(parent, Files.getOwner(path));
            return own;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create a directory for temporary files in " + parent, e);
        }
    }

    /** The path of the directory. */
    Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(path);
        OWN.remove(path);
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("Cannot release the lock on {}", path, e);
        }
    }

    /** Creates and locks the file under another name, then renames it: the file is never visible without its lock. */
    private static FileChannel locked(Path path) throws IOException {
        Path before = path.resolve(LOCK + ".new");
        FileChannel channel = FileChannel.open(before, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.lock();
        Files.move(before, path.resolve(LOCK));
        return channel;
    }

    private static void deleteUnused(Path parent, UserPrincipal user) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path directory : all) {
                if (!OWN.contains(directory) && isUnused(directory, user)) {
                    delete(directory);
                }
            }
        }
    }

    /** Whether a directory belongs to this user and no process uses it. A directory of another user may contain links as a trap. */
    private static boolean isUnused(Path directory, UserPrincipal user) {
        Path lock = directory.resolve(LOCK);
        try {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    || !user.equals(Files.getOwner(directory))
                    || !Files.exists(lock)) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
                return channel.tryLock() != null;
            }
        } catch (IOException e) {
            return false; // another process deletes it
        }
    }

    private static void delete(Path directory) {
        try {
            FileUtils.deleteDirectory(directory.toFile());
        } catch (IOException e) {
            LOG.warn("Cannot delete the temporary files in {}", directory, e);
        }
    }
}
