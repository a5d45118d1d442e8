package io.muzero.ray;

import io.muzero.environment.EnvironmentSpec;
import io.muzero.ray.wire.DamagedMessageException;
import io.muzero.ray.wire.PlayedGamesMessage;
import io.muzero.replay.Trajectory;
import io.muzero.run.RunContext;
import io.muzero.run.SelfPlayIntake;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes actors' games into the run, unless they are damaged, poisoned or known already: then they
 * are refused and counted. {@link #take} is called by the role's thread; the counts may be read by
 * any.
 */
final class GamesIntake {
  private final RunContext context;
  private final SelfPlayIntake intake;
  private final SoundTrajectory sound;
  private volatile long refused;
  private volatile long positions;
  private volatile long games;
  private volatile long newestStep = -1;

  GamesIntake(RunContext context) {
    this.context = context;
    intake = context.intake();
    EnvironmentSpec spec = context.setup().spec();
    sound = new SoundTrajectory(spec);
  }

  /** Tells a person. */
  void tell(String line) {
    context.tell(line);
  }

  /**
   * What came of an answer.
   *
   * @param message what it says; null when it was refused whole
   * @param refused whether any of it was
   */
  record Taken(@Nullable PlayedGamesMessage message, boolean refused) {}

  /**
   * Takes an answer.
   *
   * @param actor who sent it
   * @param seen the actor's answers so far
   * @param message a {@link PlayedGamesMessage}
   * @param place where the actor is, for messages
   */
  Taken take(int actor, SeenAnswers seen, byte[] message, String place) {
    PlayedGamesMessage played;
    try {
      played = PlayedGamesMessage.decode(message);
      if (played.actor() != actor || !seen.isNew(played.sequence())) {
        throw new DamagedMessageException(
            "answer "
                + played.sequence()
                + " of actor "
                + played.actor()
                + " came from actor "
                + actor
                + ", or a second time");
      }
    } catch (DamagedMessageException e) {
      refuse(actor, place, String.valueOf(e.getMessage()));
      return new Taken(null, true);
    }
    boolean refusedAny = false;
    for (PlayedGamesMessage.Game game : played.games()) {
      Trajectory trajectory = game.trajectory();
      Optional<String> wrong = sound.complaint(trajectory);
      if (wrong.isPresent()) {
        refuse(actor, place, wrong.get());
        refusedAny = true;
      } else {
        intake.recorded(game.game(), trajectory);
      }
    }
    intake.moved(played.moves());
    positions += played.moves().positions();
    games += played.moves().games();
    newestStep = played.moves().trainingStep();
    return new Taken(played, refusedAny);
  }

  private void refuse(int actor, String place, String why) {
    refused++;
    // Said for the first, tenth, hundredth …: one broken node must not fill the log.
    if (refused == Math.round(Math.pow(10, Math.floor(Math.log10(refused) + 1e-9)))) {
      context.tell(
          "games of actor "
              + actor
              + " ("
              + place
              + ") were refused: "
              + why
              + "; "
              + refused
              + " refused so far");
    }
  }

  /** Messages and trajectories that were refused. */
  long refused() {
    return refused;
  }

  /** Positions of this session. */
  long positions() {
    return positions;
  }

  /** Games that ended in this session. */
  long games() {
    return games;
  }

  /** Whether any actor has played in this session. */
  boolean hasPlayed() {
    return newestStep >= 0;
  }

  /** Training step of the weights that played last; −1 before. */
  long newestStep() {
    return newestStep;
  }
}
