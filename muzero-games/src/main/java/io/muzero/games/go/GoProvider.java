package io.muzero.games.go;

import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.games.PackedConfiguration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Makes {@code go} known.
 *
 * <p>Options: {@code size}, rows and columns of the board, within [1, 19], 5 by default; {@code
 * komi}, points that White gets, within [−361, 361], by default half a point less than perfect play
 * wins by up to 6×6 (24.5 on 5×5) and 7.5 from 7×7 on; {@code max_moves}, after which a game is
 * truncated, within [2, 10,000], by default three moves a point and at least 30; {@code history},
 * positions in an observation, within [1, 8], 8 by default.
 */
public final class GoProvider implements GameProvider {
  private static final int DEFAULT_SIZE = 5;
  private static final int MOST_KOMI = 361;
  private static final int MOST_MOVES = 10_000;

  @Override
  public String name() {
    return "go";
  }

  @Override
  public String description() {
    return "surround more points on 5×5 (size and komi are options), area scoring, two players";
  }

  private static GoRules rules(GameOptions options) {
    options.only("size", "komi", "max_moves", "history");
    int size = options.integer("size", DEFAULT_SIZE, 1, Grid.MAXIMUM_SIZE);
    GoRules usual = GoRules.ofSize(size);
    return new GoRules(
        size,
        options.number("komi", usual.komi(), -MOST_KOMI, MOST_KOMI),
        options.integer("max_moves", usual.maxMoves(), 2, MOST_MOVES),
        options.integer("history", usual.history(), 1, GoRules.MOST_HISTORY));
  }

  @Override
  public Environment create(GameOptions options) {
    return new Go(rules(options));
  }

  @Override
  public Optional<String> configuration() {
    return PackedConfiguration.of(name());
  }

  @Override
  public List<String> opponents() {
    return List.of("random", "playout", "expert");
  }

  @Override
  public Player opponent(String opponent, GameOptions options, long seed) {
    rules(options);
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    return switch (opponent) {
      case "playout" -> new GoPlayout(random);
      case "expert" -> new GoExpert(random);
      default -> GameProvider.super.opponent(opponent, options, seed);
    };
  }
}
