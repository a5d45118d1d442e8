package io.muzero.run;

import io.muzero.selfplay.GameWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Says once of each player that a game holds it up, and once that it goes on. Thread-safe. */
final class BlockedGames {
  private static final class Watched {
    final String player;
    final GameWatch watch;
    final String meanwhile;
    boolean told;

    Watched(String player, GameWatch watch, String meanwhile) {
      this.player = player;
      this.watch = watch;
      this.meanwhile = meanwhile;
    }
  }

  private final List<Watched> players = new ArrayList<>();
  private final Consumer<String> listener;

  /** {@code listener} is given each line. */
  BlockedGames(Consumer<String> listener) {
    this.listener = listener;
  }

  /** {@code meanwhile}: what goes on, and how to end it, while the game holds the player up. */
  synchronized void add(String player, GameWatch watch, String meanwhile) {
    players.add(new Watched(player, watch, meanwhile));
  }

  /** Looks at all players; to be called about once a second. */
  synchronized void look() {
    for (Watched one : players) {
      boolean blocked = one.watch.isBlocked();
      if (blocked && !one.told) {
        listener.accept(
            String.format(
                Locale.ROOT,
                "%s has been inside the game %s for %.0f s: %s",
                one.player,
                one.watch.game(),
                one.watch.secondsInside(),
                one.meanwhile));
      } else if (!blocked && one.told) {
        listener.accept(one.player + " has returned from the game " + one.watch.game());
      }
      one.told = blocked;
    }
  }
}
