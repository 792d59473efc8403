package dev.streamgrad.environment.kit;

import dev.streamgrad.environment.Environment;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentFaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Checks an environment by playing random episodes. Every fault is one sentence with the seed and the step. In a test:
 *
 * <pre>{@code
 * assertEquals(List.of(), EnvironmentKit.faults(entry));
 * }</pre>
 *
 * <table>
 * <caption>What it checks</caption>
 * <tr><td>values</td><td>nothing is thrown; rewards are finite; observations are values of their space, within its bounds</td></tr>
 * <tr><td>replay</td><td>the same random numbers and actions give the same bits, also in two instances that take turns, and in an instance
 * that played other episodes before</td></tr>
 * <tr><td>ends</td><td>an episode begins anew after an end, and in the middle of an episode; an environment without a time limit ends</td></tr>
 * <tr><td>masks</td><td>at least one choice of every element is allowed, and the allowed ones can be taken</td></tr>
 * </table>
 */
public final class EnvironmentKit {

    /** Number of seeds that are played. */
    public static final int SEEDS = 5;

    /** Number of steps that are played with a seed: a prime, so that a time limit does not divide it. */
    public static final int STEPS = 997;

    /** An environment without a time limit must end an episode of random actions within this number of steps. */
    static final int LONGEST_EPISODE = 100_000;

    private EnvironmentKit() {}

    /** Checks an environment with its default options and its own time limit; returns the faults, at most one per seed. */
    public static List<String> faults(EnvironmentEntry entry) {
        return faults(entry, Map.of());
    }

    /**
     * The same with these options.
     *
     * @throws IllegalArgumentException if the environment cannot be created with them
     */
    public static List<String> faults(EnvironmentEntry entry, Map<String, String> options) {
        Supplier<Environment> instances = () -> entry.create(options, 0);
        List<String> faults = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            try {
                check(entry.id(), instances, seed);
            } catch (EnvironmentFaultException | BrokenRuleException e) {
                faults.add(String.valueOf(e.getMessage()));
            }
        }
        return faults;
    }

    private static void check(String id, Supplier<Environment> instances, int seed) {
        Environment used = instances.get();
        Player first = new Player(id, used, seed);
        compare(
                first,
                new Player(id, instances.get(), seed),
                "two instances that take turns, with the same random numbers and actions, differ",
                "Take all chance from the random stream or the seed, and keep no static state.");
        if (first.episodes() == 0) {
            first.playOut(LONGEST_EPISODE);
        }
        compare(
                new Player(id, used, seed),
                new Player(id, instances.get(), seed),
                "an instance that has played before differs from a new one",
                "Let reset set the whole state.");
    }

    private static void compare(Player one, Player other, String difference, String advice) {
        for (int step = 0; step < STEPS; step++) {
            String place = one.place();
            String seen = one.step();
            String expected = other.step();
            if (!seen.equals(expected)) {
                throw new BrokenRuleException(
                        place + ": " + difference + ": " + seen + "; and " + expected + ". " + advice);
            }
        }
    }
}
