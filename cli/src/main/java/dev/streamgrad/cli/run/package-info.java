/** The run directory, and what is written there. */
@NullMarked
package dev.streamgrad.cli.run;

import org.jspecify.annotations.NullMarked;
