/** Observation and action spaces, with their layout on the wire. */
@NullMarked
package dev.streamgrad.contract.space;

import org.jspecify.annotations.NullMarked;
