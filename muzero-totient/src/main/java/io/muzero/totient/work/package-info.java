/**
 * The job and how it is dealt out: {@link io.muzero.totient.work.Job} is what is to be done, {@link
 * io.muzero.totient.work.Deal} who gets which numbers when, {@link io.muzero.totient.work.Crew} the
 * threads that do it, {@link io.muzero.totient.work.Lap} what was measured.
 *
 * <p>Uses {@code number} only.
 */
@NullMarked
package io.muzero.totient.work;

import org.jspecify.annotations.NullMarked;
