/** The job's operators: thin adapters that move state in and out of the learner's state machines. */
@NullMarked
package dev.streamgrad.job.pipeline;

import org.jspecify.annotations.NullMarked;
