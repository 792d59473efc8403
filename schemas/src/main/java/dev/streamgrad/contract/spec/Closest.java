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
        String plain = plain(written);
        return known.stream()
                .filter(name -> isClose(plain, plain(name)))
                .min(Comparator.comparingInt(name -> EditDistance.between(plain, plain(name))));
    }

    private static boolean isClose(String written, String name) {
        int most = Math.max(written.length(), name.length()) / LETTERS_PER_FAULT;
        boolean begins = written.length() >= LETTERS_PER_FAULT && name.startsWith(written);
        return begins
                || (Math.abs(written.length() - name.length()) <= most && EditDistance.between(written, name) <= most);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }
}
