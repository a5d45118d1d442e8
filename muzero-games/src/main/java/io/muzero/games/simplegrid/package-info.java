/** The smallest of grids. Start at {@link io.muzero.games.simplegrid.SimpleGrid}. */
@NullMarked
package io.muzero.games.simplegrid;

import org.jspecify.annotations.NullMarked;
