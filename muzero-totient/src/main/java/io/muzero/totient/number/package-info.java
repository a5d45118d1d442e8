/**
 * The job's inner function, Euler's totient: start at {@link io.muzero.totient.number.Totient}.
 *
 * <p>Pure functions of numbers, without threads, clocks or state.
 */
@NullMarked
package io.muzero.totient.number;

import org.jspecify.annotations.NullMarked;
