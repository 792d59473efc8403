package dev.streamgrad.actor;

/** The current version of the learner of a policy, according to the policies topic. */
public interface LearnerPosition {

    /** The version that the learner published last; −1 if none. */
    long version();

    /**
     * Waits until the learner publishes a version, which may be one that it has published before. It republishes its version when
     * it restarts and while it waits.
     *
     * @return the version of the learner then
     * @throws InterruptedException if the waiting thread is interrupted
     */
    long next() throws InterruptedException;

    /** The position of a learner that stays at a version. */
    static LearnerPosition at(long version) {
        return new LearnerPosition() {
            @Override
            public long version() {
                return version;
            }

            @Override
            public long next() {
                return version;
            }
        };
    }
}
