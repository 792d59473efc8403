/** Watches over the start of a training. Uses the JDK alone. */
@NullMarked
package dev.streamgrad.cli.start;

import org.jspecify.annotations.NullMarked;
