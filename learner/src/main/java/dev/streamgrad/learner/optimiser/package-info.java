/** Gradient steps over the flat parameter vector, with explicit state. */
@NullMarked
package dev.streamgrad.learner.optimiser;

import org.jspecify.annotations.NullMarked;
