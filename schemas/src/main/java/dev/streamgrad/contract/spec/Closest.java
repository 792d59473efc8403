package dev.streamgrad.contract.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that is most similar to an unknown one. */
public final class Closest {

    private static final int LETTERS_PER_FAULT = 3;

    private Closest() {}

    /**
     * Returns the most similar known name: at most every third letter differs, or the name begins with the given text. Ignores case,
     * dashes and underscores. Empty if no name is close, since a wrong suggestion misleads.
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
