/** JMH micro-benchmarks of the code that runs per transition, per time step and per update. */
@NullMarked
package dev.streamgrad.benchmarks;

import org.jspecify.annotations.NullMarked;
