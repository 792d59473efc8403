/**
 * The acting loop: agents wait for their policy version, act, and publish blocks of transitions. The source of policies and the
 * sink of blocks are ports ({@code PolicySource}, {@code TransitionSink}); this package does not depend on Kafka.
 */
@NullMarked
package dev.streamgrad.actor;

import org.jspecify.annotations.NullMarked;
