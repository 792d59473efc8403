package dev.streamgrad.cli.run;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;

/** Where this process logs to. */
public final class LogFile {

    /** Its usual name. */
    public static final String NAME = "streamgrad.log";

    private static final String PROPERTY = "streamgrad.log"; // that log4j2.xml reads

    private LogFile() {}

    /** Sends what is logged from now on to a file of the machine's own file system. */
    public static void set(Path file) {
        if (file.getFileSystem().equals(FileSystems.getDefault())) {
            System.setProperty(PROPERTY, file.toString());
        }
    }

    /** The file; empty if nothing is kept. */
    public static Optional<Path> path() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
    }
}
