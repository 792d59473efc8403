/** Chooses the learner's device from what was requested, what Flink grants, and what the engine can use. */
@NullMarked
package dev.streamgrad.job.device;

import org.jspecify.annotations.NullMarked;
