/** What every program of ours has, actor or not: the order of its start, a clock, standard output. Uses the JDK and SLF4J alone. */
@NullMarked
package dev.streamgrad.simulator.process;

import org.jspecify.annotations.NullMarked;
