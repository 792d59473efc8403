/** The parts that every program needs: start order, clock, standard output, locks and errors. May use only the JDK and SLF4J. */
@NullMarked
package dev.streamgrad.process;

import org.jspecify.annotations.NullMarked;
