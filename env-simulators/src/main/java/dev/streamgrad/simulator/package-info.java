/** A simulator as a process of its own. */
@NullMarked
package dev.streamgrad.simulator;

import org.jspecify.annotations.NullMarked;
