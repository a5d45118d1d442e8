/**
 * Go by Tromp–Taylor's rules without suicide. Start at {@link io.muzero.games.go.Go}; {@link
 * io.muzero.games.go.GoBoard} has the stones, {@link io.muzero.games.go.PositionSet} the superko.
 */
@NullMarked
package io.muzero.games.go;

import org.jspecify.annotations.NullMarked;
