/** One update: rollout batch in, policy version out. */
@NullMarked
package dev.streamgrad.learner.update;

import org.jspecify.annotations.NullMarked;
