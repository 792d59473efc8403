package dev.streamgrad.cli.cluster;

import java.io.IOException;
import java.util.List;

/** What an image's entry point does, without the image. */
interface ImageRuntime {

    /** Lays out the container's directory as the image does, and says how its process is started. */
    Launch prepare(Container container) throws IOException;

    /** Where its process listens, each as {@code HOST:PORT}. */
    List<String> listens(Container container);

    /** How one sees whether it serves. */
    Health health(Container container);
}
