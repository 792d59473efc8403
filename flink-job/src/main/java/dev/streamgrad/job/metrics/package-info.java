/** The job's metrics: every one is declared in {@link dev.streamgrad.job.metrics.JobMetric}, and registered per policy. */
@NullMarked
package dev.streamgrad.job.metrics;

import org.jspecify.annotations.NullMarked;
