package dev.streamgrad.cli.train;

/** A stage of a training's start, in their order. */
public enum Stage {
    /** The embedded broker. */
    BROKER("starting the broker"),
    /** The mini cluster. */
    FLINK("starting Flink"),
    /** The job in it. */
    JOB("starting the job"),
    /** The simulators. */
    SIMULATORS("starting the simulators"),
    /** All runs; nothing has been learned yet. */
    FIRST_UPDATE("waiting for the first update");

    private final String text;

    Stage(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
