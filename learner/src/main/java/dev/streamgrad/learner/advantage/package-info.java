/** Advantage estimators: pure functions of arrays. */
@NullMarked
package dev.streamgrad.learner.advantage;

import org.jspecify.annotations.NullMarked;
