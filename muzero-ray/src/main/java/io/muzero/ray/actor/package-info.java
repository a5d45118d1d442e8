/**
 * An actor's side, without a class of Ray: {@link io.muzero.ray.actor.RemotePlayer} plays a run's
 * games when it is asked to.
 */
@NullMarked
package io.muzero.ray.actor;

import org.jspecify.annotations.NullMarked;
