/**
 * Hyper-parameter search: many training runs, each a child process, of which the promising ones go
 * on. {@link io.muzero.launcher.sweep.Sweep} is the loop; {@link io.muzero.launcher.sweep.Halving}
 * decides what runs next and knows neither processes nor time.
 */
@NullMarked
package io.muzero.launcher.sweep;

import org.jspecify.annotations.NullMarked;
