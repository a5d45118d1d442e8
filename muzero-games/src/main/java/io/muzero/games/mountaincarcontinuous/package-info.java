/**
 * A car in a valley, pushed by a force of any size. Start at {@link
 * io.muzero.games.mountaincarcontinuous.MountainCarContinuous}.
 */
@NullMarked
package io.muzero.games.mountaincarcontinuous;

import org.jspecify.annotations.NullMarked;
