package dev.streamgrad.contract.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What a person probably meant who wrote a name that is not there. */
public final class Closest {

    private static final int LETTERS_PER_FAULT = 3;

    private Closest() {}

    /**
     * The most similar of the known names: at most every third letter is another, or it begins with what was written. Upper and lower case,
     * dashes and underscores make no difference. Empty where none is close, since a wild guess misleads.
     */
    public static Optional<String> to(String written, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(written, name) <= Math.max(written.length(), name.length()) / LETTERS_PER_FAULT
                        || begins(written, name))
                .min(Comparator.comparingInt(name -> distance(written, name)));
    }

    /** How unlike two names are. */
    static int distance(String written, String name) {
        return EditDistance.between(plain(written), plain(name));
    }

    private static boolean begins(String written, String name) {
        return written.length() >= LETTERS_PER_FAULT && plain(name).startsWith(plain(written));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }
}
