package io.muzero.launcher;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.Step;
import io.muzero.expert.GameRecord;
import io.muzero.selfplay.GameLength;
import io.muzero.selfplay.RandomOpening;
import io.muzero.selfplay.RandomPlayer;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/** A game that is being played to be written down. Used by one thread. */
final class RecordedGame {
  private final Episode episode;
  private final List<Integer> moves = new ArrayList<>();

  /** Moves after which it counts as cut off. */
  private final int maxMoves;

  private int randomMoves;
  private double score;
  private boolean ended;
  private boolean truncated;

  /** {@code start}: was reset; it is copied. */
  RecordedGame(Environment start) {
    episode = new Episode(start);
    maxMoves = GameLength.most(start.spec());
  }

  /**
   * Plays random moves ({@link RandomOpening}).
   *
   * @param most at most; each number from 0 to this is equally likely
   */
  void open(int most, UniformRandomProvider random) {
    int opening = random.nextInt(most + 1);
    RandomPlayer anybody = new RandomPlayer(random);
    RandomOpening.draw(state(), opening, 2 * opening, anybody).forEach(this::play);
    randomMoves = moves.size();
  }

  /** The state now, not to be changed. */
  Environment state() {
    return episode.environment();
  }

  /** The game so far, not to be changed. */
  Episode episode() {
    return episode;
  }

  boolean ended() {
    return ended;
  }

  /** Who is to move gives the game up, which is over. */
  void resign() {
    score = state().playerToMove() == 0 ? -1 : 1;
    ended = true;
  }

  Step play(int action) {
    int mover = state().playerToMove();
    Step step = episode.play(action);
    moves.add(action);
    score += mover == 0 ? step.reward() : -step.reward();
    boolean tooLong = moves.size() >= maxMoves && !step.ended();
    ended = step.ended() || tooLong;
    truncated = step.truncated() || tooLong;
    return step;
  }

  /** The game when it has ended; null when it was cut off and has no result. */
  @Nullable GameRecord record(String game, GameRecord.Source source) {
    return truncated
        ? null
        : new GameRecord(game, moves, randomMoves, (int) Math.signum(score), source);
  }
}
