/** Where the learner computes: what Flink grants, what the engine can use, and what was asked for. */
@NullMarked
package dev.streamgrad.job.device;

import org.jspecify.annotations.NullMarked;
