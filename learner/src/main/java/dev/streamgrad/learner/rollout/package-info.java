/** From blocks to rollouts to rollout batches: pure state machines. */
@NullMarked
package dev.streamgrad.learner.rollout;

import org.jspecify.annotations.NullMarked;
