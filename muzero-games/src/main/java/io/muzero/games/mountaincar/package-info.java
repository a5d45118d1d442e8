/**
 * A car in a valley, pushed by one of three forces. Start at {@link
 * io.muzero.games.mountaincar.MountainCar}.
 */
@NullMarked
package io.muzero.games.mountaincar;

import org.jspecify.annotations.NullMarked;
