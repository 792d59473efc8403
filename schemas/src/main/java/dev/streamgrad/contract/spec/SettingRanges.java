package dev.streamgrad.contract.spec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** Checks the numbers of a group of settings against their {@link Range}s. */
final class SettingRanges {

    private SettingRanges() {}

    /**
     * Adds a fault for every number that is out of its range.
     *
     * @param prefix prefix of the group's keys, such as {@code rollouts.}
     */
    static void check(String prefix, Record group, Faults faults) {
        for (RecordComponent component : group.getClass().getRecordComponents()) {
            Range declared = component.getAnnotation(Range.class);
            if (declared != null) {
                check(prefix + component.getName(), NumberRange.of(declared), value(component, group), faults);
            }
        }
    }

    private static void check(String key, NumberRange range, Object value, Faults faults) {
        numbers(value)
                .filter(number -> !range.holds(number))
                .limit(Faults.MOST)
                .forEach(number -> faults.add(SpecOptions.outOfRange(key, NumberRange.number(number))));
    }

    /** The numbers in a setting's value: both ends of a schedule, all elements of a list, none for an absent value. */
    static DoubleStream numbers(Object value) {
        if (value instanceof Schedule schedule) {
            return DoubleStream.of(schedule.initial(), schedule.floor()).distinct();
        } else if (value instanceof OptionalDouble optional) {
            return optional.stream();
        } else if (value instanceof int[] list) {
            return Arrays.stream(list).asDoubleStream();
        }
        return DoubleStream.of(((Number) value).doubleValue());
    }

    /** The value of one setting. */
    static Object value(RecordComponent component, Record group) {
        try {
            return component.getAccessor().invoke(group);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
