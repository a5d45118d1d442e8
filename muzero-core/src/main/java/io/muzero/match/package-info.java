/**
 * Comparing players: matches between agents, reference players and engines, and what their results
 * say about strength.
 *
 * <p>Start at {@link io.muzero.match.Match}, which plays; {@link io.muzero.match.Elo}, {@link
 * io.muzero.match.Sprt} and {@link io.muzero.match.BradleyTerry} are the statistics.
 */
@NullMarked
package io.muzero.match;

import org.jspecify.annotations.NullMarked;
