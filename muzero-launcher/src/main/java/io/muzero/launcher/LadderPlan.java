package io.muzero.launcher;

import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.selfplay.ReferencePlayer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who meets whom on a ladder of two-player games: each checkpoint its neighbours, and, with half as
 * many games, the two anchors, the random player and the strongest reference player. All pairs
 * would tell little more: games between unequal players have known results.
 *
 * @param players the anchors, then the checkpoints
 * @param anchors how many anchors there are
 * @param meetings who meets whom
 */
record LadderPlan(List<String> players, int anchors, List<Meeting> meetings) {
  /**
   * Some games between two players.
   *
   * @param first a player's number
   * @param second the other's
   * @param games how many, even
   */
  record Meeting(int first, int second, int games) {}

  /**
   * A plan.
   *
   * @param rungs the checkpoints, the earliest first
   * @param games between neighbours, even, at least 4
   */
  static LadderPlan of(GameProvider game, List<Rung> rungs, int games) {
    List<String> references = game.opponents();
    List<String> players = new ArrayList<>(List.of(ReferencePlayer.RANDOM));
    String strongest = references.get(references.size() - 1);
    if (!strongest.equals(ReferencePlayer.RANDOM)) {
      players.add(strongest);
    }
    int anchors = players.size();
    rungs.forEach(rung -> players.add(rung.label()));
    int half = games / 4 * 2;
    List<Meeting> meetings = new ArrayList<>();
    if (anchors == 2) {
      meetings.add(new Meeting(1, 0, half));
    }
    for (int i = anchors; i < players.size(); i++) {
      for (int anchor = 0; anchor < anchors; anchor++) {
        meetings.add(new Meeting(i, anchor, half));
      }
      if (i > anchors) {
        meetings.add(new Meeting(i, i - 1, games));
      }
    }
    return new LadderPlan(List.copyOf(players), anchors, List.copyOf(meetings));
  }

  /** Games of all meetings. */
  int games() {
    return meetings.stream().mapToInt(Meeting::games).sum();
  }

  /** What a player's results are kept under. */
  String key(int player, List<Rung> rungs) {
    return player < anchors ? players.get(player) : rungs.get(player - anchors).key();
  }

  /** A player as it takes a side. */
  Contestant contestant(int player, List<Rung> rungs, Contestant.Trained like, Rules rules) {
    if (player < anchors) {
      String name = players.get(player);
      return new Contestant.Named(name, name, rules.game(), rules.options());
    }
    Rung rung = rungs.get(player - anchors);
    return new Contestant.Trained(
        rung.label(), rung.checkpoint().toString(), like.info(), like.loading(), like.seconds());
  }

  /**
   * What is played.
   *
   * @param game the game
   * @param options its options
   * @param deciding what an agent's decisions depend on beside its weights, setting by setting
   */
  record Rules(GameProvider game, GameOptions options, Map<String, String> deciding) {
    /** Copies the map, whose keys are then in order. */
    Rules {
      deciding = Collections.unmodifiableMap(new TreeMap<>(deciding));
    }
  }
}
