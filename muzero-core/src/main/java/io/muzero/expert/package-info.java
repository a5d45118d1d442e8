/**
 * Games of others: {@link io.muzero.expert.GameRecord}s read by {@link
 * io.muzero.expert.RecordReader} and written by {@link io.muzero.expert.RecordWriter}, as SGF FF[4]
 * where the game is a {@link io.muzero.environment.SquareBoardGame}, and as lines of moves for
 * every game of two players; {@link io.muzero.expert.ExpertGames} make targets for training of
 * them. Start at the reader.
 */
@NullMarked
package io.muzero.expert;

import org.jspecify.annotations.NullMarked;
