/**
 * Games of the user's own as commands play them: what they give is checked, and a call that does
 * not come back is told. {@link io.muzero.launcher.guard.GuardedGame} is a game seen that way.
 */
@NullMarked
package io.muzero.launcher.guard;

import org.jspecify.annotations.NullMarked;
