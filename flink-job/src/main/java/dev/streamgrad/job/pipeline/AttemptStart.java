package dev.streamgrad.job.pipeline;

/**
 * The processing time at which this attempt of a task started to read records. Timers survive a restart and fire before the first record
 * is read, so an agent's silence is measured from this start at the earliest. If the machine's clock is set back, the start moves back with
 * it; otherwise it would lie in the future.
 */
final class AttemptStart {

    private long since = Long.MAX_VALUE;

    /** Returns the smallest {@code now} so far: that of the first call, unless the clock was set back. */
    long since(long now) {
        since = Math.min(since, now);
        return since;
    }
}
