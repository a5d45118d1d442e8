package io.muzero.games.connect4;

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

/** Makes {@code connect4} known; it has no options. */
public final class Connect4Provider implements GameProvider {

  /** Built once, on first use, because its table is large; all players share it. */
  private static final class Holder {
    static final Connect4Solver SOLVER = new Connect4Solver();
  }

  @Override
  public String name() {
    return "connect4";
  }

  @Override
  public String description() {
    return "four in a row of stones dropped into 7 columns of 6, two players";
  }

  @Override
  public Environment create(GameOptions options) {
    options.only();
    return new Connect4();
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
      case "expert" -> new Connect4Expert(random);
      case "perfect" -> new Connect4PerfectPlayer(Holder.SOLVER, random);
      default -> GameProvider.super.opponent(opponent, options, seed);
    };
  }

  @Override
  public Optional<Solver> solver(GameOptions options) {
    options.only();
    return Optional.of(Holder.SOLVER);
  }
}
