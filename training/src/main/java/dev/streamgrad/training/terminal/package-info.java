/** Output for a person at a terminal: one live line, a table at the end, and the next command. Uses no other package. */
@NullMarked
package dev.streamgrad.training.terminal;

import org.jspecify.annotations.NullMarked;
