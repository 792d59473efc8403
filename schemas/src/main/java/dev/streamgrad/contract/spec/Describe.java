package dev.streamgrad.contract.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What an option of the training spec means; {@code docs/configuration.md} is generated from it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Describe {

    /** One sentence for a user. */
    String value();

    /** The unit, where the number has one. */
    String unit() default "";

    /** What is accepted, in words, where neither the type nor a {@link Range} says it. */
    String accepts() default "";

    /** One value: what holds where a spec does not say, since it is older than the setting; none where every spec must say. */
    String[] otherwise() default {};
}
