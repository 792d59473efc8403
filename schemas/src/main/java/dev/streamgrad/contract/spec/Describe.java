package dev.streamgrad.contract.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a setting of the training spec. {@code docs/configuration.md} is generated from it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Describe {

    /** One sentence for a user. */
    String value();

    /** The unit, if the number has one. */
    String unit() default "";

    /** The accepted values in words, if neither the type nor a {@link Range} gives them. */
    String accepts() default "";

    /** The value that applies to a spec that is older than the setting: one element. Empty if every spec must contain the setting. */
    String[] otherwise() default {};
}
