package io.muzero.games;

import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.protocol.Effort;
import io.muzero.protocol.HostedPlayer;
import io.muzero.protocol.Thinking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Plays the first legal move of a game. It says that it searches: each of its pieces of thinking is
 * a visit of the first move, and it notes how long it may think.
 */
final class FirstMove implements HostedPlayer {
  private final GameProvider provider;
  private final Map<String, Object> options;
  final List<Effort> efforts = new ArrayList<>();

  FirstMove(GameProvider provider, Map<String, Object> options) {
    this.provider = provider;
    this.options = options;
  }

  @Override
  public String game() {
    return provider.name();
  }

  @Override
  public String description() {
    return provider.name() + ", the first \"move\"";
  }

  @Override
  public boolean searches() {
    return true;
  }

  @Override
  public Optional<Episode> newGame(OptionalInt size, OptionalDouble komi) {
    Map<String, Object> changed = new java.util.HashMap<>(options);
    if (komi.isPresent() && provider.name().equals("go")) {
      if (komi.getAsDouble() > 100) {
        throw new IllegalArgumentException("at most 100");
      }
      changed.put("komi", komi.getAsDouble());
    }
    Environment environment = provider.create(new GameOptions(changed));
    environment.reset(0);
    // A board that is no square is named by its rows or its columns.
    EnvironmentSpec spec = environment.spec();
    return size.isPresent() && size.getAsInt() != spec.height() && size.getAsInt() != spec.width()
        ? Optional.empty()
        : Optional.of(new Episode(environment));
  }

  @Override
  public Thinking think(Episode episode, Effort effort) {
    efforts.add(effort);
    int[] legal = episode.legalActions();
    return new Thinking() {
      private int visits;

      @Override
      public boolean advance() {
        visits++;
        if (effort.openEnded()) {
          pause();
        }
        return effort.openEnded() || visits < 3;
      }

      @Override
      public int action() {
        return legal[0];
      }

      @Override
      public List<Line> lines() {
        // The second move of the first line is illegal: the cell has just been taken.
        return List.of(
            new Line(visits, 0.75, 0.5, List.of(legal[0], legal[0])),
            new Line(1, -0.1, 0.25, List.of(legal[1], legal[0])));
      }

      @Override
      public void close() {
        visits = -1;
      }
    };
  }

  private static void pause() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
