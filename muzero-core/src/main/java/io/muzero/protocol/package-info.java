/**
 * Programs of others as players: {@link io.muzero.protocol.GtpPlayer} lets an engine that speaks
 * the Go Text Protocol play a {@link io.muzero.environment.SquareBoardGame}. Start there; {@link
 * io.muzero.protocol.GtpEngine} is the process.
 *
 * <p>It lies in the core because every way to name a reference player leads through it, also that
 * of games in jars of their own; it knows no game.
 */
@NullMarked
package io.muzero.protocol;

import org.jspecify.annotations.NullMarked;
