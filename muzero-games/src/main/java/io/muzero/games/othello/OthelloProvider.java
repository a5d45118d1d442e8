package io.muzero.games.othello;

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
 * Makes {@code othello} known.
 *
 * <p>Option: {@code size}, rows and columns of the board, 4, 6 or 8, 8 by default.
 */
public final class OthelloProvider implements GameProvider {

  /** Built once, on first use; all share what it remembers. */
  private static final class Holder {
    static final OthelloSolver SOLVER = new OthelloSolver();
  }

  @Override
  public String name() {
    return "othello";
  }

  @Override
  public String description() {
    return "enclose and turn discs on 8×8 cells (size is an option), two players";
  }

  private static int size(GameOptions options) {
    int size = options.only("size").integer("size", 8, 4, 8);
    if (size % 2 != 0) {
      throw GameOptions.refusal("size", "must be 4, 6 or 8", size);
    }
    return size;
  }

  @Override
  public Environment create(GameOptions options) {
    return new Othello(size(options));
  }

  @Override
  public Optional<String> configuration() {
    return PackedConfiguration.of(name());
  }

  @Override
  public List<String> opponents() {
    return List.of("random", "expert", "alphabeta6");
  }

  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    DiscBoard board = new DiscBoard(size(options));
    return switch (opponent) {
      case "expert" -> new AlphaBetaPlayer(board, 4, random);
      case "alphabeta6" -> new AlphaBetaPlayer(board, 6, random);
      default -> GameProvider.super.opponent(opponent, options, seed);
    };
  }

  @Override
  public Optional<Solver> solver(GameOptions options) {
    return size(options) == OthelloSolver.SIZE ? Optional.of(Holder.SOLVER) : Optional.empty();
  }
}
