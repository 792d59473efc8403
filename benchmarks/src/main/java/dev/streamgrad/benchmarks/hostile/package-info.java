/** A million hostile records beside trainings that must not notice. */
@NullMarked
package dev.streamgrad.benchmarks.hostile;

import org.jspecify.annotations.NullMarked;
