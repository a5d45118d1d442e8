package io.muzero.games.gomoku;

import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.Solver;
import io.muzero.games.PackedConfiguration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Makes {@code gomoku} known.
 *
 * <p>Options: {@code size}, rows and columns of the board, within [3, 20], 9 by default; {@code
 * line}, stones in a row that win, within [3, size], the lesser of 5 and the size by default.
 */
public final class GomokuProvider implements GameProvider {
  /** Boards up to this size are solved in a moment. */
  private static final int SOLVABLE_SIZE = 4;

  @Override
  public String name() {
    return "gomoku";
  }

  @Override
  public String description() {
    return "five in a row on 9×9 cells (size and line are options), two players";
  }

  private static int size(GameOptions options) {
    return options.only("size", "line").integer("size", 9, 3, 20);
  }

  private static int line(GameOptions options) {
    int size = size(options);
    return options.integer("line", Math.min(5, size), 3, size);
  }

  @Override
  public Environment create(GameOptions options) {
    return new Gomoku(size(options), size(options), line(options));
  }

  @Override
  public Optional<String> configuration() {
    return PackedConfiguration.of(name());
  }

  @Override
  public List<String> opponents() {
    return List.of("random", "expert");
  }

  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    int size = size(options);
    return switch (opponent) {
      case "expert" -> new GomokuExpert(new Windows(size, size, line(options)), random);
      default -> GameProvider.super.opponent(opponent, options, seed);
    };
  }

  @Override
  public Optional<Solver> solver(GameOptions options) {
    int size = size(options);
    return size <= SOLVABLE_SIZE
        ? Optional.of(new GomokuSolver(size, size, line(options)))
        : Optional.empty();
  }
}
