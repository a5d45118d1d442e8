/** A taxi that fetches a passenger. Start at {@link io.muzero.games.taxi.Taxi}. */
@NullMarked
package io.muzero.games.taxi;

import org.jspecify.annotations.NullMarked;
