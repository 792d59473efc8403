/**
 * The environments, with Gymnasium's semantics and numbers, and the games of MinAtar
 * ({@link dev.streamgrad.environment.MinAtarGame}) with MinAtar's. This package uses spaces and random streams. It does not depend
 * on policies, agents or topics.
 */
@NullMarked
package dev.streamgrad.environment;

import org.jspecify.annotations.NullMarked;
