package dev.streamgrad.environment.plugin;

/** A plug-in cannot be used. The message names its path, what is wrong and what to do. */
public final class PluginException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    PluginException(String message) {
        super(message);
    }

    PluginException(String message, Throwable cause) {
        super(message, cause);
    }
}
