package dev.streamgrad.cluster;

import java.io.IOException;
import java.util.List;

/** Runs an image as a process: does what the image's entry point does. */
interface ImageRuntime {

    /** Prepares the container's directory like the image's file system, and returns the commands that start the process. */
    Launch prepare(Container container) throws IOException;

    /** The addresses on which the process listens, each {@code HOST:PORT}. */
    List<String> listens(Container container);

    /** The health check of the process. */
    Health health(Container container);
}
