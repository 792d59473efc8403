/** Declared comparisons: runs every variant with every seed, in parallel, and reports the results. */
@NullMarked
package dev.streamgrad.experiment;

import org.jspecify.annotations.NullMarked;
