/** The main class of a simulator process. */
@NullMarked
package dev.streamgrad.simulator;

import org.jspecify.annotations.NullMarked;
