package dev.streamgrad.contract.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The range of the numbers of a setting: of both ends of a schedule, and of every element of a list. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Range {

    /** The smallest number. */
    double from() default Double.NEGATIVE_INFINITY;

    /** The largest number. */
    double to() default Double.POSITIVE_INFINITY;

    /** Whether {@link #from} itself is excluded. */
    boolean above() default false;

    /** Whether {@link #to} itself is excluded. */
    boolean below() default false;

    /**
     * Whether the learner uses the number in float32, where it must not round to 0 or become infinite ({@link SinglePrecision}). Other
     * numbers are used in float64 or are whole.
     */
    boolean single() default false;
}
