package dev.streamgrad.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.TypeConversionException;

/** A path as an argument: any name that the system takes. An empty one, which Java takes for the working directory, is none. */
final class PathArgument {

    private PathArgument() {}

    static Path parse(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("the path is empty; name a file or a directory.");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text + "' cannot be a path (" + e.getReason()
                    + "); if it has letters beyond ASCII, set LC_ALL to a locale with UTF-8, such as C.UTF-8.");
        }
    }
}
