/**
 * Loads environments from jars outside the application: {@link dev.streamgrad.environment.plugin.EnvironmentPlugins}. This package uses
 * environments only.
 */
@NullMarked
package dev.streamgrad.environment.plugin;

import org.jspecify.annotations.NullMarked;
