package io.muzero.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Those who make and refresh a run's data, and whose turn it is among the players. {@link #turn} is
 * moved by the thread of a deterministic run; the rest is thread-safe.
 */
final class Roster {
  private final List<Role> players;
  private final Optional<Role> reanalyser;
  private final Optional<Role> gating;
  private int turn;

  /**
   * Those of a run that goes on from these states; where there were fewer players, the others begin
   * anew.
   */
  Roster(List<Role> players, Optional<Role> reanalyser, RoleStates states) {
    this(players, reanalyser, Optional.empty(), states);
  }

  /** As above; {@code gating} decides which weights play, where somebody does. */
  Roster(List<Role> players, Optional<Role> reanalyser, Optional<Role> gating, RoleStates states) {
    this.players = List.copyOf(players);
    this.reanalyser = reanalyser;
    this.gating = gating;
    turn = states.turn() % players.size();
    for (int i = 0; i < Math.min(players.size(), states.players().size()); i++) {
      players.get(i).restore(states.players().get(i));
    }
    reanalyser.ifPresent(role -> role.restore(states.reanalyser()));
  }

  /** Those who play. */
  List<Role> players() {
    return players;
  }

  /** Who searches stored games again, where somebody does. */
  Optional<Role> reanalyser() {
    return reanalyser;
  }

  /** Who decides which weights play, where somebody does; it is none of {@link #all}. */
  Optional<Role> gating() {
    return gating;
  }

  /** All of them, those who play first. */
  List<Role> all() {
    List<Role> all = new ArrayList<>(players);
    reanalyser.ifPresent(all::add);
    return all;
  }

  /** The player whose turn it is; the next time it is the next one's. */
  Role nextPlayer() {
    Role next = players.get(turn);
    turn = (turn + 1) % players.size();
    return next;
  }

  /** What a checkpoint keeps of them. */
  RoleStates states() throws IOException {
    List<byte[]> saved = new ArrayList<>();
    for (Role player : players) {
      saved.add(player.save());
    }
    return new RoleStates(
        turn, saved, reanalyser.isPresent() ? reanalyser.get().save() : new byte[0]);
  }
}
