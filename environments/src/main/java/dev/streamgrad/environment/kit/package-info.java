/**
 * Checks that an environment keeps to the rules of {@link dev.streamgrad.environment.Environment}, for its authors:
 * {@link dev.streamgrad.environment.kit.EnvironmentKit}. This package uses environments only.
 */
@NullMarked
package dev.streamgrad.environment.kit;

import org.jspecify.annotations.NullMarked;
