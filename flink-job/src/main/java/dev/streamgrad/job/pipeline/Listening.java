package dev.streamgrad.job.pipeline;

/**
 * Since when this attempt of a task listens. Timers outlive a restart, and fire before the first record is read: silence while nobody
 * listened says nothing about an agent. Where the machine's clock is set back, listening begins anew: it would else lie in the future.
 */
final class Listening {

    private long since = Long.MAX_VALUE;

    /** The processing time of the first call, or of the first after the clock was set back. */
    long since(long now) {
        since = Math.min(since, now);
        return since;
    }
}
