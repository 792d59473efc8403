package dev.streamgrad.simulator.acting;

/** Where the learner of a policy stands, as far as the policies topic tells. */
public interface LearnerPosition {

    /** The version that the learner published last; −1 if none. */
    long version();

    /**
     * Waits until the learner publishes a version, also one that it has published before: it does so when it restarts and while it waits.
     *
     * @return where it then stands
     * @throws InterruptedException if the waiting thread is interrupted
     */
    long next() throws InterruptedException;

    /** Of a learner that stays where it is. */
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
