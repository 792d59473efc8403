/**
 * Computes actions from a policy version and observations, in plain Java: forward pass, distributions, action transform. Each
 * result depends only on its own row and is equal, bit for bit, on every machine. This package does not depend on the dynamics of
 * environments, agents or topics.
 */
@NullMarked
package dev.streamgrad.actor.inference;

import org.jspecify.annotations.NullMarked;
