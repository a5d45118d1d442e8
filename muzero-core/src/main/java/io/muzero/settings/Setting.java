package io.muzero.settings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents one component of a configuration record: the only place where its meaning and default
 * are written.
 *
 * <p>The component's name is the key; nested records give dotted keys ({@code search.simulations}).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** What it does, with its unit and range, and the paper it comes from where there is one. */
  String value();

  /** The default as YAML text, for example {@code "25"}, {@code "[64, 64]"} or {@code "gumbel"}. */
  String byDefault();

  /** Other words for it, of papers and other programs: whoever uses one is told the key. */
  String[] also() default {};
}
