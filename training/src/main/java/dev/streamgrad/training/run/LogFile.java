package dev.streamgrad.training.run;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;

/** The log file of this process. */
public final class LogFile {

    /** The usual name of the file. */
    public static final String NAME = "streamgrad.log";

    /** Log4j's configuration of a program that logs to a run directory; a resource. */
    public static final String SETTINGS = "log4j2-run.xml";

    private static final String PROPERTY = "streamgrad.log"; // read by the configuration

    private LogFile() {}

    /** Sends log messages from now on to a file; has no effect if the file is not on the default file system. */
    public static void set(Path file) {
        if (file.getFileSystem().equals(FileSystems.getDefault())) {
            System.setProperty(PROPERTY, file.toString());
        }
    }

    /** The log file; empty if none is set. */
    public static Optional<Path> path() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
    }
}
