package dev.streamgrad.training.run;

import dev.streamgrad.process.AtomicFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text file to which whole lines are appended. Sound content is never rewritten: to continue a file, it is truncated after the last line
 * before the first damaged or incomplete one.
 */
final class AppendedLines implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AppendedLines.class);
    private static final int SHOWN = 60;

    private final BufferedWriter writer;

    private AppendedLines(BufferedWriter writer) {
        this.writer = writer;
    }

    /**
     * The sound part of a file.
     *
     * @param lines the lines before the first damaged one, without the header
     * @param bytes length of the sound part; 0 if the file is missing or has another header
     * @param damage what is wrong with the rest; empty if nothing is, or if only the last line is incomplete, as a killed process
     *      leaves it
     */
    record Sound(List<String> lines, long bytes, Optional<String> damage) {}

    /**
     * Reads a file, which may be missing.
     *
     * @param isSound tests each line, in order
     */
    static Sound read(Path file, String header, Predicate<String> isSound) {
        byte[] content = bytes(file);
        List<String> lines = new ArrayList<>();
        int begin = 0;
        for (int end = lineEnd(content, 0); end >= 0; end = lineEnd(content, begin)) {
            String line = new String(content, begin, end - begin, StandardCharsets.UTF_8);
            if (begin == 0 ? !line.equals(header) : !isSound.test(line)) {
                return new Sound(lines, begin, Optional.of(damage(file, line, lines.size(), begin == 0)));
            }
            if (begin > 0) {
                lines.add(line);
            }
            begin = end + 1;
        }
        return new Sound(lines, begin, Optional.empty());
    }

    /**
     * Truncates a file to its sound part, so that it can be appended to; creates a missing file. A file with another header is renamed to
     * {@code FILE.old}.
     */
    static void restore(Path file, String header, Sound sound) {
        try {
            sound.damage().ifPresent(LOG::warn);
            if (sound.bytes() > 0) {
                truncate(file, sound.bytes());
                return;
            }
            if (sound.damage().isPresent()) {
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".old"),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
            }
            AtomicFile.write(file, header + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a file to append to it. */
    static AppendedLines open(Path file) {
        try {
            return new AppendedLines(Files.newBufferedWriter(file, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends a line; other processes can read it at once. */
    void add(String line) {
        try {
            writer.write(line + "\n");
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int lineEnd(byte[] content, int from) {
        for (int i = from; i < content.length; i++) {
            if (content[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static void truncate(Path file, long bytes) throws IOException {
        if (Files.size(file) > bytes) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(bytes);
                channel.force(true);
            }
        }
    }

    private static String damage(Path file, String line, int before, boolean header) {
        String text = line.replaceAll("\\p{Cntrl}", "?");
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return header
                ? file + " has other columns ('" + shown + "'): a new file is started, and the old one is kept as "
                        + file.getFileName() + ".old."
                : file + " is damaged in line " + (before + 2) + " ('" + shown
                        + "'): the file was cut off before this line. Rows that Kafka still holds are written again.";
    }
}
