package dev.streamgrad.contract.random;

/** The purpose of a random number. Numbers of different domains are independent. The codes are part of the contract. */
public enum Domain {
    INITIALISATION(0),
    ACTION(1),
    ENVIRONMENT_RESET(2),
    ENVIRONMENT_DYNAMICS(3),
    SHUFFLE(4),
    EVALUATION(5);

    private final int code;

    Domain(int code) {
        this.code = code;
    }

    /** The number of this domain in the counter. */
    public int code() {
        return code;
    }
}
