/** Running statistics of observations and of the discounted return. */
@NullMarked
package dev.streamgrad.learner.normalise;

import org.jspecify.annotations.NullMarked;
