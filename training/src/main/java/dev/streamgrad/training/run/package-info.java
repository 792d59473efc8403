/** The run directory and the files in it. */
@NullMarked
package dev.streamgrad.training.run;

import org.jspecify.annotations.NullMarked;
