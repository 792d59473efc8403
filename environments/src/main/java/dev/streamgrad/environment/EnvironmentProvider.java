package dev.streamgrad.environment;

import java.util.Collection;

/**
 * Provides the environments of a plug-in. A jar names its provider in the file
 * {@code META-INF/services/dev.streamgrad.environment.EnvironmentProvider}; {@link java.util.ServiceLoader} finds it there. A provider is
 * public and has a public constructor without parameters.
 */
public interface EnvironmentProvider {

    /** The environments, in the order in which they are listed. Each id occurs once. Called once per process. */
    Collection<EnvironmentEntry> environments();
}
