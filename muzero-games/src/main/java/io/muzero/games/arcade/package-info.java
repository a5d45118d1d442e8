/**
 * Five small video games on 10×10 cells, after MinAtar (K. Young, T. Tian, "MinAtar: An
 * Atari-Inspired Testbed for Thorough and Reproducible Reinforcement Learning Experiments",
 * arXiv:1903.03176), seed-exact with MinAtar 1.0.15.
 *
 * <p>Start at {@link io.muzero.games.arcade.ArcadeGame}, which says what the five have in common,
 * then {@link io.muzero.games.arcade.Breakout}.
 */
@NullMarked
package io.muzero.games.arcade;

import org.jspecify.annotations.NullMarked;
