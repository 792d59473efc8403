package dev.streamgrad.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files whole or not at all: what was there before stays until the new content is complete. */
public final class WholeFile {

    private WholeFile() {}

    /** Writes text. */
    public static void write(Path target, String content) throws IOException {
        write(target, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes. */
    public static void write(Path target, byte[] content) throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            Files.write(partial, content);
        } catch (IOException e) {
            giveBack(partial, e);
            throw e;
        }
        Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** On a full disk, the room that half a file takes is wanted. */
    private static void giveBack(Path partial, IOException problem) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            problem.addSuppressed(e);
        }
    }
}
