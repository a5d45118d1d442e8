package io.muzero.launcher;

import io.muzero.run.RunEvent;
import java.util.Locale;

/** Says who plays on other machines: one line for all of them, and one for each. */
final class ActorsLine {
  private ActorsLine() {}

  /** All actors in one line. */
  static String all(RunEvent.Actors actors) {
    double games = actors.actors().stream().mapToDouble(RunEvent.Actor::gamesPerMinute).sum();
    long behind = actors.actors().stream().mapToLong(RunEvent.Actor::weightsBehind).max().orElse(0);
    String text =
        String.format(Locale.ROOT, "%d of %d actors", actors.actors().size(), actors.wanted());
    if (!actors.actors().isEmpty()) {
      text +=
          String.format(
              Locale.ROOT, ", %,.0f games/min, weights at most %,d steps old", games, behind);
    }
    return actors.refused() == 0
        ? text
        : text + String.format(Locale.ROOT, ", %,d refused", actors.refused());
  }

  /** One actor. */
  static String one(RunEvent.Actor actor) {
    return String.format(
        Locale.ROOT,
        "%s, alive for %s, %,.0f games/min%s",
        actor.place(),
        RunBlock.duration(actor.aliveSeconds()),
        actor.gamesPerMinute(),
        actor.weightsStep() < 0
            ? ""
            : String.format(Locale.ROOT, ", weights %,d steps old", actor.weightsBehind()));
  }
}
