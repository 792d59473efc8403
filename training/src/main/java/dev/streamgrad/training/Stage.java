package dev.streamgrad.training;

/** The stages of a training's start, in order. */
public enum Stage {
    /** The embedded broker. */
    BROKER("starting the broker"),
    /** The mini cluster. */
    FLINK("starting Flink"),
    /** The job in it. */
    JOB("starting the job"),
    /** The simulators. */
    SIMULATORS("starting the simulators"),
    /** Everything runs; no update has been made yet. */
    FIRST_UPDATE("waiting for the first update");

    private final String text;

    Stage(String text) {
        this.text = text;
    }

    /** A description for people. */
    public String text() {
        return text;
    }
}
