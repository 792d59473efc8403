package dev.streamgrad.contract.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The numbers that a setting takes: those of a schedule at both ends, those of a list one by one. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Range {

    /** The smallest number. */
    double from() default Double.NEGATIVE_INFINITY;

    /** The largest number. */
    double to() default Double.POSITIVE_INFINITY;

    /** Whether {@link #from} itself is left out. */
    boolean above() default false;

    /** Whether {@link #to} itself is left out. */
    boolean below() default false;

    /**
     * Whether the learner computes with the number in float32, where it must be neither rounded to 0 nor infinite ({@link
     * SinglePrecision}); others are used in float64 or are whole.
     */
    boolean single() default false;
}
