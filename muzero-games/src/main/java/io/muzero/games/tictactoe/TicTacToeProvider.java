package io.muzero.games.tictactoe;

import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.environment.Solver;
import io.muzero.games.PackedConfiguration;
import io.muzero.games.PerfectPlayer;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Makes {@code tictactoe} known; it has no options. */
public final class TicTacToeProvider implements GameProvider {

  /** Built once, on first use, because it is immutable and takes a moment. */
  private static final class Holder {
    static final TicTacToeSolver SOLVER = new TicTacToeSolver();
  }

  @Override
  public String name() {
    return "tictactoe";
  }

  @Override
  public String description() {
    return "three in a row on 3×3 cells, two players";
  }

  @Override
  public Environment create(GameOptions options) {
    options.only();
    return new TicTacToe();
  }

  @Override
  public Optional<String> configuration() {
    return PackedConfiguration.of(name());
  }

  @Override
  public List<String> opponents() {
    return List.of("random", "expert", "perfect");
  }

  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    return switch (opponent) {
      case "expert" -> new TicTacToeExpert(random);
      case "perfect" -> new PerfectPlayer(Holder.SOLVER, random);
      default -> GameProvider.super.opponent(opponent, options, seed);
    };
  }

  @Override
  public Optional<Solver> solver(GameOptions options) {
    options.only();
    return Optional.of(Holder.SOLVER);
  }
}
