package dev.streamgrad.cli.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A text file that grows by whole lines, each on the disk before the next. What a killed process left of its last line is cut off. */
final class AppendedLines implements AutoCloseable {

    private final BufferedWriter writer;

    private AppendedLines(BufferedWriter writer) {
        this.writer = writer;
    }

    /** Makes a file ready to be appended to; the lines that stay, without the header. A file with another header begins anew. */
    static List<String> restore(Path file, String header) {
        try {
            List<String> lines = whole(file);
            if (lines.isEmpty() || !lines.get(0).equals(header)) {
                lines = List.of(header);
            }
            Files.write(file, lines);
            return lines.subList(1, lines.size());
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

    void add(String line) {
        try {
            writer.write(line);
            writer.newLine();
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

    /** A file's lines, the header too; not the last one, if it was being written when the process was killed. */
    static List<String> whole(Path file) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
