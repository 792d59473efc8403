package dev.streamgrad.cli.cluster;

import java.io.IOException;

/** What an image's entry point does, without the image. */
interface ImageRuntime {

    /** Lays out the container's directory as the image does, and says how its process is started. */
    Launch prepare(Container container) throws IOException;
}
