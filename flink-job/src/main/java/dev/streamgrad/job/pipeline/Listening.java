package dev.streamgrad.job.pipeline;

/**
 * Since when this attempt of a task listens. Timers outlive a restart, and fire before the first record is read: silence while nobody
 * listened says nothing about an agent.
 */
final class Listening {

    private static final long NOT_YET = Long.MIN_VALUE;

    private long since = NOT_YET;

    /** The processing time of the first call. */
    long since(long now) {
        since = since == NOT_YET ? now : since;
        return since;
    }
}
