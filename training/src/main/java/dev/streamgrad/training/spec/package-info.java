/** Builds a training spec from a preset and the user's options. */
@NullMarked
package dev.streamgrad.training.spec;

import org.jspecify.annotations.NullMarked;
