package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.training.run.EvaluationFigures;
import dev.streamgrad.training.run.Summary;
import dev.streamgrad.training.run.SummaryTable;
import dev.streamgrad.training.terminal.Result;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ResultOptionsTest {

    private static final Summary SUMMARY = new Summary(
            Summary.FINISHED,
            "",
            "cartpole-v1-ppo",
            "ppo",
            "CartPole-v1",
            1,
            8,
            100_096,
            391,
            612,
            OptionalDouble.of(500),
            OptionalDouble.of(500),
            OptionalDouble.of(475),
            OptionalLong.of(60_928),
            13.42,
            OptionalDouble.of(4.9),
            7459,
            0,
            0,
            "cb31a0f2",
            Optional.of(new EvaluationFigures(350, 500, 500)));
    private static final Result RESULT =
            new Result(SUMMARY, SummaryTable.of(SUMMARY), Optional.of("./streamgrad evaluate --run-dir runs/one"));

    @Test
    void printsATableAndTheNextCommandOnATerminal() {
        assertThat(ResultOptions.text(RESULT, true)).isEqualToNormalizingNewlines("""
                outcome          finished
                policy           PPO on CartPole-v1, seed 1, agents 8
                return           500.0, mean of the last 100 of 612 episodes; best 500.0
                solved           a return of 475 after 60,928 steps
                best evaluation  500.0, greedy, version 350
                learned          391 updates, 100,096 steps
                time             13.4 s, 7,459 steps/s; first update after 4.9 s
                weights          cb31a0f2

                Next: ./streamgrad evaluate --run-dir runs/one
                """);
    }

    @Test
    void printsALineOfJsonToAPipe() {
        assertThat(ResultOptions.text(RESULT, false)).isEqualTo(SUMMARY.json() + System.lineSeparator());
    }

    @Test
    void everyCommandThatPrintsAResultTakesJson() {
        for (String command :
                new String[] {"train", "submit", "revise", "evaluate", "experiment", "results", "conformance"}) {
            assertThat(Said.of(command, "--help").text()).as(command).contains("--json");
        }
    }

    @Test
    void aCommandWithoutItsSubcommandListsThem() {
        assertThat(Said.of().text()).contains("Name a command", "train", "submit", "evaluate", "experiment", "cluster");
        assertThat(Said.of().status()).isEqualTo(2);
        assertThat(Said.of("cluster").text()).contains("Name a command", "start", "submit", "status", "stop");
        assertThat(Said.of("cluster").status()).isEqualTo(2);
    }
}
