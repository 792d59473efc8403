/**
 * The acting loop: agents wait for their policy version, act, and publish blocks of transitions. Where policies come from and
 * where blocks go are ports ({@code PolicySource}, {@code TransitionSink}); this package knows no Kafka.
 */
@NullMarked
package dev.streamgrad.simulator.acting;

import org.jspecify.annotations.NullMarked;
