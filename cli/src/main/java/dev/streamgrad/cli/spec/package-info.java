/** From a preset and the user's options to a training spec. */
@NullMarked
package dev.streamgrad.cli.spec;

import org.jspecify.annotations.NullMarked;
