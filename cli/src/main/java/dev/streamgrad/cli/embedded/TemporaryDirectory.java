package dev.streamgrad.cli.embedded;

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
 * A directory for one process's temporary files. It is deleted when it is closed; one that a killed process left is deleted by the next
 * process that takes one. Its owner holds a lock on a file in it, which the system lets go of however the owner ends.
 *
 * <p>It is not in the run directory, whose name may hold what Flink takes for the end of a path in a list.
 */
final class TemporaryDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryDirectory.class);
    private static final String PREFIX = "streamgrad-";
    private static final String LOCK = ".in-use";

    /** This process's: to open their locks once more, and to close them, would let go of them. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

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
            Path path = Files.createTempDirectory(parent, PREFIX); // that no other user may write into
            OWN.add(path);
            TemporaryDirectory own = new TemporaryDirectory(path, locked(path));
            deleteUnused(parent, Files.getOwner(path));
            return own;
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
        OWN.remove(path);
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

    private static void deleteUnused(Path parent, UserPrincipal user) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path directory : all) {
                if (!OWN.contains(directory) && isUnused(directory, user)) {
                    delete(directory);
                }
            }
        }
    }

    /** Whether it is one of this user's, and nobody's any more; what another user left may be a trap of links. */
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
            LOG.warn("Temporary files in {} cannot be deleted", directory, e);
        }
    }
}
