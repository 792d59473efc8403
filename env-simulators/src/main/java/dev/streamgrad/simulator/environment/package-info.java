/**
 * The environments, with Gymnasium's semantics and numbers. This package knows spaces and random streams, and nothing of
 * policies, agents or topics.
 */
@NullMarked
package dev.streamgrad.simulator.environment;

import org.jspecify.annotations.NullMarked;
