package dev.streamgrad.training.run;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The runs of one name below a directory: {@code NAME-1}, {@code NAME-2} and so on; the newest has the highest number. */
public final class NumberedRuns {

    private final Path parent;
    private final String name;
    private final Pattern numbered;

    /** Runs with this name; {@code parent} is created with the first run. */
    public NumberedRuns(Path parent, String name) {
        this.parent = parent;
        this.name = name;
        numbered = Pattern.compile(Pattern.quote(name) + "-(\\d{1,9})");
    }

    /**
     * Creates the directory of a new run. Processes that call this at the same time get different directories, since the system creates a
     * directory only once.
     */
    public RunDirectory create() {
        try {
            Files.createDirectories(parent);
            return RunDirectory.create(next());
        } catch (IOException e) {
            throw RunDirectory.unusable(parent, e);
        }
    }

    private Path next() throws IOException {
        long number = highest() + 1;
        while (!created(path(number))) {
            number++; // another process was faster
        }
        return path(number);
    }

    private Path path(long number) {
        return parent.resolve(name + "-" + number);
    }

    private static boolean created(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private long highest() throws IOException {
        try (Stream<Path> content = Files.list(parent)) {
            return content.map(file -> numbered.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToLong(file -> Long.parseLong(file.group(1)))
                    .max()
                    .orElse(0);
        }
    }
}
