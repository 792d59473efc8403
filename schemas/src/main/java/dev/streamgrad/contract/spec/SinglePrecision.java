package dev.streamgrad.contract.spec;

import java.lang.reflect.RecordComponent;
import java.util.List;

/**
 * Finds numbers that change when they are rounded to float32, in which the learner computes: 1e-300 becomes 0, 1e300 infinite and
 * 0.999999999 1. A training with such a number would learn nothing, or use another value than the user set. So a new training with one is
 * rejected; a spec that is stored already can still be read.
 */
public final class SinglePrecision {

    private static final String USED = " in float32, in which the learner computes; ";

    private SinglePrecision() {}

    /** Adds a fault for every such number of a spec. */
    public static void check(TrainingSpec spec, Faults faults) {
        List<Record> groups = List.of(spec.advantage(), spec.loss(), spec.optimiser(), spec.normalisation());
        List<String> prefixes = List.of("advantage.", "loss.", "optimiser.", "normalisation.");
        for (int i = 0; i < groups.size(); i++) {
            for (RecordComponent component : groups.get(i).getClass().getRecordComponents()) {
                Range range = component.getAnnotation(Range.class);
                if (range != null && range.single()) {
                    String key = prefixes.get(i) + component.getName();
                    SettingRanges.numbers(SettingRanges.value(component, groups.get(i)))
                            .forEach(number -> check(key, NumberRange.of(range), number, faults));
                }
            }
        }
        SettingRanges.numbers(spec.loss().clipRange()).forEach(clip -> checkClipRange(clip, faults));
    }

    private static void check(String key, NumberRange range, double number, Faults faults) {
        float used = (float) number;
        if (number != 0 && Math.abs(used) < Float.MIN_NORMAL) {
            String instead = range.holds(0) ? "0 or at least " : "at least ";
            faults.add(key + " is " + number + ", but that is 0" + USED + "use " + instead + Float.MIN_NORMAL + ".");
        } else if (Float.isInfinite(used)) {
            faults.add(
                    key + " is " + number + ", but that is infinite" + USED + "use at most " + Float.MAX_VALUE + ".");
        } else if (range.holds(number) && !range.holds(used)) {
            faults.add(key + " is " + number + ", but that is " + NumberRange.number(used) + USED + "use at most "
                    + Math.nextDown((float) range.to()) + ".");
        }
    }

    /** The ratio is clipped to 1 ± ε, so ε must not be lost when it is added to 1. */
    private static void checkClipRange(double clip, Faults faults) {
        faults.require(
                clip == 0 || ((float) (1 + clip) > 1 && (float) (1 - clip) < 1),
                "loss.clipRange is " + clip + ", but 1 ± that is 1" + USED + "use 0 or at least " + Math.ulp(1f) + ".");
    }
}
