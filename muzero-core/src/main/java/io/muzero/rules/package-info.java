/**
 * AlphaZero's model: the real rules of a game in place of learned dynamics.
 *
 * <p>Start with {@link io.muzero.rules.RulesModel}, which to the search is a model like any other;
 * {@code GameStates} is its slab of hidden states, copies of the game.
 */
@NullMarked
package io.muzero.rules;

import org.jspecify.annotations.NullMarked;
