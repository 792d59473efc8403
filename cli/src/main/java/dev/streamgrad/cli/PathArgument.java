package dev.streamgrad.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.TypeConversionException;

/** Parses a path argument. Accepts every name that the system accepts; rejects an empty one, which Java reads as the working directory. */
final class PathArgument {

    private PathArgument() {}

    static Path parse(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("the path is empty; name a file or a directory.");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text + "' is not a valid path (" + e.getReason()
                    + "); if it has non-ASCII characters, set LC_ALL to a UTF-8 locale such as C.UTF-8.");
        }
    }
}
