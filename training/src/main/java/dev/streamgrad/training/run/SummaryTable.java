package dev.streamgrad.training.run;

import dev.streamgrad.training.terminal.Elapsed;
import dev.streamgrad.training.terminal.Table;
import java.util.Locale;

/** Shows the result of a run in a few rows, for a person. */
public final class SummaryTable {

    private SummaryTable() {}

    /** The table of a summary; values that are unknown are left out. */
    public static Table of(Summary summary) {
        Table table = new Table().row("outcome", outcome(summary)).row("policy", policy(summary));
        summary.meanReturn100().ifPresent(mean -> table.row("return", text("%.1f", mean) + best(summary)));
        summary.solvedAt().ifPresent(at -> table.row("solved", solved(summary, at)));
        summary.bestEvaluation()
                .ifPresent(best -> table.row(
                        "best evaluation", text("%.1f, greedy, version %d", best.meanReturn(), best.version())));
        table.row("learned", text("%,d updates, %,d steps", summary.updates(), summary.totalSteps()) + lost(summary));
        table.row("time", Elapsed.text(summary.wallSeconds()) + rate(summary));
        if (!summary.parameterHash().isEmpty()) {
            table.row("weights", summary.parameterHash());
        }
        return table;
    }

    private static String outcome(Summary summary) {
        return summary.outcome() + (summary.reason().isEmpty() ? "" : ": " + summary.reason());
    }

    private static String policy(Summary summary) {
        return text(
                "%s on %s, seed %d, agents %d",
                summary.algorithm().toUpperCase(Locale.ROOT), summary.environment(), summary.seed(), summary.agents());
    }

    private static String best(Summary summary) {
        return summary.bestMeanReturn100().isEmpty()
                ? text(", mean of %d episodes", Math.min(summary.episodes(), 100))
                : text(
                        ", mean of the last 100 of %,d episodes; best %.1f",
                        summary.episodes(), summary.bestMeanReturn100().getAsDouble());
    }

    private static String solved(Summary summary, double at) {
        String threshold = at == Math.rint(at) ? Long.toString((long) at) : Double.toString(at);
        return summary.stepsToThreshold().isPresent()
                ? text(
                        "a return of %s after %,d steps",
                        threshold, summary.stepsToThreshold().getAsLong())
                : "not yet: a return of " + threshold;
    }

    private static String lost(Summary summary) {
        return (summary.skippedUpdates() == 0 ? "" : text(", %,d updates skipped", summary.skippedUpdates()))
                + (summary.maskedTransitions() == 0 ? "" : text(", %,d steps masked", summary.maskedTransitions()));
    }

    private static String rate(Summary summary) {
        return text(", %,.0f steps/s", summary.stepsPerSecond())
                + (summary.firstUpdateSeconds().isEmpty()
                        ? ""
                        : "; first update after "
                                + Elapsed.text(summary.firstUpdateSeconds().getAsDouble()));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
