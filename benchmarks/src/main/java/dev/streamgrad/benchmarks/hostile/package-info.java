/** Publishes a million hostile records during trainings, which must not be affected. */
@NullMarked
package dev.streamgrad.benchmarks.hostile;

import org.jspecify.annotations.NullMarked;
