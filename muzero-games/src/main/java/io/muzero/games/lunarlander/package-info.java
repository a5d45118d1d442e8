/** Landing on the moon. Start at {@link io.muzero.games.lunarlander.LunarLander}. */
@NullMarked
package io.muzero.games.lunarlander;

import org.jspecify.annotations.NullMarked;
