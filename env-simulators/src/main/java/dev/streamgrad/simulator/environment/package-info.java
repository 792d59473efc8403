/**
 * The environments, with Gymnasium's semantics and numbers, and the games of MinAtar ({@link
 * dev.streamgrad.simulator.environment.MinAtarGame}) with MinAtar's. This package knows spaces and random streams, and nothing of
 * policies, agents or topics.
 */
@NullMarked
package dev.streamgrad.simulator.environment;

import org.jspecify.annotations.NullMarked;
