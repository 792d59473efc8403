/** The {@code streamgrad} command. */
@NullMarked
package dev.streamgrad.cli;

import org.jspecify.annotations.NullMarked;
