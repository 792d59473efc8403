/**
 * From a policy version and observations to actions, in plain Java: forward pass, distributions, action transform. Every
 * result is a function of its own row alone, bit for bit, on every machine. This package knows nothing of environments'
 * dynamics, agents or topics.
 */
@NullMarked
package dev.streamgrad.simulator.inference;

import org.jspecify.annotations.NullMarked;
