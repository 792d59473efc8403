package dev.streamgrad.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes files atomically: the old file stays until the new content is complete and on disk. After a kill or a power failure the file has
 * either the old content or the new one.
 */
public final class AtomicFile {

    private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);

    private AtomicFile() {}

    /** Writes text. */
    public static void write(Path target, String content) throws IOException {
        write(target, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes. */
    public static void write(Path target, byte[] content) throws IOException {
        if (Files.isDirectory(target)) {
            throw new FileSystemException(target.toString(), null, target + " is a directory");
        }
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            writeThrough(partial, content);
        } catch (IOException e) {
            deletePartial(partial, e);
            throw e;
        }
        Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Optional.ofNullable(target.toAbsolutePath().getParent()).ifPresent(AtomicFile::forceDirectory);
    }

    private static void writeThrough(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Forces the new name to disk, too, if the system can open a directory; Windows cannot. */
    private static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("Cannot force {} to disk; the file itself is complete", directory, e);
        }
    }

    /** Deletes the partial file: on a full disk its space is needed. */
    private static void deletePartial(Path partial, IOException problem) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            problem.addSuppressed(e);
        }
    }
}
