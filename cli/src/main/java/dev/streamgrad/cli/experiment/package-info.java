/** Declared comparisons: variants × seeds, run in parallel, and the report of what came out. */
@NullMarked
package dev.streamgrad.cli.experiment;

import org.jspecify.annotations.NullMarked;
