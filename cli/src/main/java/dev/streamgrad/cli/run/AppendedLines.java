package dev.streamgrad.cli.run;

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
 * A text file that grows by whole lines. What it holds is never written again: to go on with a file, its end is cut off behind the last
 * line that is whole and sound.
 */
final class AppendedLines implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AppendedLines.class);
    private static final int SHOWN = 60;

    private final BufferedWriter writer;

    private AppendedLines(BufferedWriter writer) {
        this.writer = writer;
    }

    /**
     * What of a file is sound.
     *
     * @param lines up to the first that is not, without the header
     * @param bytes how long the sound part is; 0 if there is no such file, or it has another header
     * @param damage what is wrong with the rest; empty if nothing is, but for a last line that a killed process did not end
     */
    record Sound(List<String> lines, long bytes, Optional<String> damage) {}

    /**
     * Reads a file, which may not be there.
     *
     * @param isSound asked for each line in order
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

    /** Cuts off what is not sound, so that the file can be appended to. A file with another header is kept beside, as {@code FILE.old}. */
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
            WholeFile.write(file, header + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes on with a file. */
    static AppendedLines open(Path file) {
        try {
            return new AppendedLines(Files.newBufferedWriter(file, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a line, which another process may read at once. */
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
                ? file + " has other columns ('" + shown + "'): it begins anew, and the old file is kept as "
                        + file.getFileName() + ".old."
                : file + " is damaged in line " + (before + 2) + " ('" + shown
                        + "'): from there on it was cut off. What Kafka still holds of it is written again.";
    }
}
