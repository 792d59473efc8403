/** What a person sees in a terminal: one live line, a table at the end, and the next command. Uses nothing of the other packages. */
@NullMarked
package dev.streamgrad.cli.terminal;

import org.jspecify.annotations.NullMarked;
