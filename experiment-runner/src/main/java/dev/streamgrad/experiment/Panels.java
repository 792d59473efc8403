package dev.streamgrad.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The panels of a chart and their variants. Returns of different environments have no common scale, so each environment has its own panel.
 * With one environment, variants that are all named {@code GROUP, MEMBER} have a panel per group.
 *
 * @param group by variant: the panel's title
 * @param member by variant: its name in the legend
 * @param ownScales whether each panel has its own axes
 */
record Panels(Map<String, String> group, Map<String, String> member, boolean ownScales) {

    private static final Pattern GROUPED = Pattern.compile("(.+?), (.+)");

    /** The panels of variants, given each variant's environment. */
    static Panels of(Map<String, String> environments) {
        Set<String> variants = environments.keySet();
        if (environments.values().stream().distinct().count() > 1) {
            return new Panels(environments, same(variants), true);
        }
        Map<String, String> group = part(variants, 1);
        boolean grouped = variants.stream().allMatch(GROUPED.asMatchPredicate())
                && group.values().stream().distinct().count() < variants.size();
        return grouped ? new Panels(group, part(variants, 2), false) : new Panels(Map.of(), same(variants), false);
    }

    /** The panels' titles in the order of the variants; empty if all variants share one panel. */
    List<String> titles() {
        return group.values().stream().distinct().toList();
    }

    /** The title of a variant's panel. */
    String title(String variant) {
        return group.getOrDefault(variant, "");
    }

    /** A variant's name in the legend. */
    String name(String variant) {
        return member.getOrDefault(variant, variant);
    }

    /** The names in the legend, in order. */
    List<String> names() {
        return member.values().stream().distinct().toList();
    }

    private static Map<String, String> same(Set<String> variants) {
        return by(variants, variant -> variant);
    }

    private static Map<String, String> part(Set<String> variants, int number) {
        return by(variants, variant -> {
            Matcher matcher = GROUPED.matcher(variant);
            return matcher.matches() ? matcher.group(number) : variant;
        });
    }

    private static Map<String, String> by(Set<String> variants, Function<String, String> named) {
        Map<String, String> names = new LinkedHashMap<>();
        variants.forEach(variant -> names.put(variant, named.apply(variant)));
        return names;
    }
}
