/** The losses and their gradients in closed form. */
@NullMarked
package dev.streamgrad.learner.loss;

import org.jspecify.annotations.NullMarked;
