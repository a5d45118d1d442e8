/**
 * numpy's seeding and generator in Java, so that a Gymnasium seed gives Gymnasium's episode. Start
 * at {@link io.muzero.games.random.Pcg64}.
 */
@NullMarked
package io.muzero.games.random;

import org.jspecify.annotations.NullMarked;
