package dev.streamgrad.contract.spec;

import java.util.Arrays;

/** The edit distance of two words, for suggestions ("did you mean"). */
final class EditDistance {

    private EditDistance() {}

    /** Levenshtein's distance, ignoring case: the least number of letters to insert, delete or replace to turn one word into the other. */
    static int between(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int next = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = next;
            }
        }
        return row[b.length()];
    }
}
