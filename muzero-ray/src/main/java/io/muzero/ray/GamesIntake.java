package io.muzero.ray;

import io.muzero.environment.EnvironmentSpec;
import io.muzero.ray.wire.DamagedMessageException;
import io.muzero.ray.wire.FailureMessage;
import io.muzero.ray.wire.PlayedGamesMessage;
import io.muzero.replay.Trajectory;
import io.muzero.run.RunContext;
import io.muzero.run.SelfPlayIntake;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes actors' games into the run, unless they are damaged, poisoned or known already: then they
 * are refused and counted. {@link #take} is called by the role's thread; the counts may be read by
 * any.
 */
final class GamesIntake {
  private static final Logger LOG = LogManager.getLogger(GamesIntake.class);

  private final RunContext context;
  private final SelfPlayIntake intake;
  private final SoundTrajectory sound;
  private volatile long refused;
  private volatile long positions;
  private volatile long games;
  private volatile long trajectories;
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
   * @param trajectories how many of its trajectories were taken
   * @param refused whether any of it was
   */
  record Taken(@Nullable PlayedGamesMessage message, int trajectories, boolean refused) {}

  /**
   * Takes an answer.
   *
   * @param actor who sent it
   * @param seen the actor's answers so far
   * @param message a {@link PlayedGamesMessage}, or a {@link FailureMessage}
   * @param place where the actor is, for messages
   * @throws RayPlayException when it is a failure, which ends the run as a thread's would
   */
  Taken take(int actor, SeenAnswers seen, byte[] message, String place) {
    PlayedGamesMessage played;
    try {
      Optional<FailureMessage> failure = FailureMessage.in(message);
      if (failure.isPresent()) {
        throw failed(actor, place, failure.get());
      }
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
      return new Taken(null, 0, true);
    }
    int taken = 0;
    for (PlayedGamesMessage.Game game : played.games()) {
      Trajectory trajectory = game.trajectory();
      Optional<String> wrong = sound.complaint(trajectory);
      if (wrong.isPresent()) {
        refuse(actor, place, wrong.get());
      } else {
        intake.recorded(game.game(), trajectory);
        taken++;
      }
    }
    intake.moved(played.moves());
    positions += played.moves().positions();
    games += played.moves().games();
    trajectories += taken;
    newestStep = played.moves().trainingStep();
    return new Taken(played, taken, taken < played.games().size());
  }

  private static RayPlayException failed(int actor, String place, FailureMessage failure)
      throws DamagedMessageException {
    if (failure.actor() != actor) {
      throw new DamagedMessageException(
          "a failure of actor " + failure.actor() + " came from actor " + actor);
    }
    LOG.error("actor {} ({}) failed in play:\n{}", actor, place, failure.trace());
    return new RayPlayException("actor " + actor + " (" + place + ") failed: " + failure.reason());
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

  /** Trajectories that were taken in this session. */
  long trajectories() {
    return trajectories;
  }

  /** Training step of the weights that played last; −1 before. */
  long newestStep() {
    return newestStep;
  }
}
