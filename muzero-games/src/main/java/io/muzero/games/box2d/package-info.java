/**
 * Rigid bodies in the plane: JBox2D 2.2.1.1, corrected to follow Box2D 2.3, with worlds that can be
 * copied and stepped by many threads. Start at {@link io.muzero.games.box2d.PhysicsWorld}, which
 * lists the corrections.
 */
@NullMarked
package io.muzero.games.box2d;

import org.jspecify.annotations.NullMarked;
