package dev.streamgrad.simulator.environment;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** An environment was named that is not registered; the message lists those that are, and the nearest. */
public final class UnknownEnvironmentException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnknownEnvironmentException(String id, List<String> known) {
        super("There is no environment '" + id + "'." + suggestion(id, known) + " Known: " + String.join(", ", known)
                + ".");
    }

    private static String suggestion(String id, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(id, candidate)))
                .map(nearest -> " Did you mean " + nearest + "?")
                .orElse("");
    }

    /** Levenshtein's distance, letter case ignored. */
    private static int distance(String left, String right) {
        String from = left.toLowerCase(Locale.ROOT);
        String to = right.toLowerCase(Locale.ROOT);
        int[] costs = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            costs[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = costs[0];
            costs[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = costs[j];
                costs[j] = Math.min(replaced, 1 + Math.min(costs[j], costs[j - 1]));
            }
        }
        return costs[to.length()];
    }
}
