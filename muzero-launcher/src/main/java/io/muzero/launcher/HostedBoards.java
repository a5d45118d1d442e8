package io.muzero.launcher;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.settings.InvalidSettingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * New games for a controller, by the rules of a configuration with what the controller changes.
 *
 * @param game makes them
 * @param options the configuration's
 * @param playable whether the protocol knows a game: an option may make another of it
 */
record HostedBoards(GameProvider game, GameOptions options, Predicate<Environment> playable) {
  /** Beyond what controllers ask for: GTP has letters for 25 columns. */
  private static final int LARGEST = 100;

  private static final String SIZE = "size";
  private static final String KOMI = "komi";

  /**
   * A board.
   *
   * @param options the game's with what was changed
   * @param episode nobody has moved
   */
  record Board(GameOptions options, Episode episode) {}

  /**
   * A new game.
   *
   * @param size rows, where they are to be changed
   * @param komi where it is to be changed, and the game has one
   * @param anySize whether another size than the configuration's is allowed
   * @return empty when there is no such size
   * @throws IllegalArgumentException when there is no such komi
   */
  Optional<Board> newGame(OptionalInt size, OptionalDouble komi, boolean anySize) {
    Map<String, Object> values = options.asMap();
    Environment usual = game.create(options);
    boolean same = size.isEmpty() || isOfSize(usual, size.getAsInt());
    if (!same) {
      if (!anySize || !has(SIZE)) {
        return Optional.empty();
      }
      values.put(SIZE, size.getAsInt());
    }
    if (komi.isPresent() && has(KOMI)) {
      values.put(KOMI, komi.getAsDouble());
    }
    GameOptions changed = new GameOptions(values);
    try {
      Environment environment = game.create(changed);
      if (!playable.test(environment)) {
        return Optional.empty();
      }
      environment.reset(0);
      return Optional.of(new Board(changed, new Episode(environment)));
    } catch (InvalidSettingException e) {
      if (e.getMessage() != null && e.getMessage().contains(KOMI)) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
      return Optional.empty();
    }
  }

  /**
   * The sizes that there are, in ascending order; none where it cannot be changed. The game says so
   * only by making a board or not, as not every range is without gaps.
   */
  List<Integer> sizes() {
    return !has(SIZE)
        ? List.of()
        : IntStream.rangeClosed(1, LARGEST)
            .filter(size -> newGame(OptionalInt.of(size), OptionalDouble.empty(), true).isPresent())
            .boxed()
            .toList();
  }

  /** A board that is no square is named by its rows or its columns. */
  private static boolean isOfSize(Environment environment, int size) {
    return environment.spec().height() == size || environment.spec().width() == size;
  }

  private boolean has(String option) {
    return GameOptions.of(game, options.asMap()).stream()
        .map(GameOptions.Asked::key)
        .anyMatch(Predicate.isEqual(option));
  }
}
