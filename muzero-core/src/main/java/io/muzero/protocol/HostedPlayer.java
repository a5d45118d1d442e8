package io.muzero.protocol;

import io.muzero.environment.Episode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A player that this process offers to other programs, who ask it by a protocol: {@link GtpServer},
 * {@link GomocupServer}. Used by one thread.
 */
public interface HostedPlayer {
  /** The game's name, for example {@code go}. */
  String game();

  /** Who plays, for people: a few words on one line. */
  String description();

  /** Whether it searches, so that what it thinks can be shown. */
  boolean searches();

  /**
   * A new game, in which nobody has moved.
   *
   * @param size rows of the board; empty: those it plays on by default
   * @param komi points that the second player gets beforehand; empty: the game's. Without effect
   *     where points are not counted
   * @return empty when it does not play on boards of this size
   * @throws IllegalArgumentException when the game has no such komi
   */
  Optional<Episode> newGame(OptionalInt size, OptionalDouble komi);

  /**
   * Sizes that {@link #newGame} takes, in ascending order, for messages.
   *
   * @return empty where it plays on boards of its own size alone
   */
  default List<Integer> sizes() {
    return List.of();
  }

  /**
   * Begins to think.
   *
   * @param episode has not ended; not to be changed before the thinking is closed
   * @return closed by the caller
   */
  Thinking think(Episode episode, Effort effort);
}
