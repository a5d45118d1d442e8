package io.muzero.ray;

import io.muzero.config.MuZeroConfig;
import io.muzero.ray.cluster.Cluster;
import io.muzero.ray.cluster.ClusterEvent;
import io.muzero.ray.wire.PlayRequest;
import io.muzero.ray.wire.PlayedGamesMessage;
import io.muzero.rayhome.ChildException;
import io.muzero.run.Gates;
import io.muzero.run.RunEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/**
 * The actors of one connection: how many there are, what each was asked for, what it has played.
 *
 * <p>Each actor has at most {@value #IN_FLIGHT} requests unanswered: one that it plays and one that
 * it begins at once after that. While the learner has enough to train on, all of them are asked for
 * no more positions than there is room for at the gates, however many actors there are. Used by the
 * role's thread.
 */
final class ActorPool {
  /** Requests that an actor may have unanswered. */
  static final int IN_FLIGHT = 2;

  /** Long beside what an answer costs, short beside the time that a person waits. */
  private static final int REQUEST_MILLIS = 250;

  /** Recorded games that all unanswered requests together may bring, in bytes. */
  private static final int ALL_BYTES = 256 << 20;

  private static final int LEAST_BYTES = 64 << 10;
  private static final int MOST_BYTES = 4 << 20;

  /** Unanswered requests may take up one part in so many of the lead. */
  private static final int SHARE_OF_LEAD = 2;

  private static final int MOST_MOVES = 10_000;
  private static final int MOST_DAMAGED = 3;

  private final Cluster cluster;
  private final ActorCount count;
  private final IntSupplier numbers;
  private final GamesIntake intake;
  private final AnswerPatience patience;
  private final Losses losses;
  private final Farewell farewell;
  private final TreeMap<Integer, Actor> actors = new TreeMap<>();
  private int room;
  private int nodes;

  /** Who was asked last, so that others are next where not all can be. */
  private int askedLast = -1;

  private boolean complained;

  private static final class Actor {
    String place = "";
    long startedNanos;
    long askedNanos;
    int unanswered;
    int damaged;
    boolean delivered;
    final SeenAnswers seen = new SeenAnswers();
    long games;
    long positions;
    long weightsStep = -1;

    boolean isAlive() {
      return !place.isEmpty();
    }

    boolean isSilent(AnswerPatience patience, long now) {
      return unanswered > 0 && now - askedNanos > patience.nanos(seen.isEmpty());
    }
  }

  /**
   * No actors yet.
   *
   * @param cluster where they are started
   * @param bounds how many, and when others take the place of those that failed
   * @param numbers gives each a number that none had before
   * @param intake takes what they play
   * @param patience how long an answer may take
   */
  ActorPool(
      Cluster cluster,
      ActorsRole.Bounds bounds,
      IntSupplier numbers,
      GamesIntake intake,
      AnswerPatience patience) {
    this.cluster = cluster;
    count = bounds.actors();
    this.numbers = numbers;
    this.intake = intake;
    this.patience = patience;
    losses = new Losses(bounds.pauseMillis(), System.nanoTime());
    farewell = new Farewell(cluster);
  }

  /** Takes note of what the cluster reports of actors and room. */
  void handle(ClusterEvent event) {
    if (event instanceof ClusterEvent.Room now) {
      room = now.cpus();
      nodes = now.nodes();
    } else if (event instanceof ClusterEvent.Started started) {
      Actor actor = actors.get(started.actor());
      if (actor != null && actor.isAlive()) {
        farewell.isThere(started.actor());
      } else if (actor != null) {
        actor.place = started.place();
        actor.startedNanos = System.nanoTime();
      }
    } else if (event instanceof ClusterEvent.Played games) {
      played(games);
    } else if (event instanceof ClusterEvent.Lost lost) {
      lost(lost.actor(), lost.reason());
    }
  }

  private void played(ClusterEvent.Played event) {
    Actor actor = actors.get(event.actor());
    if (actor == null) {
      return;
    }
    long now = System.nanoTime();
    patience.answered(now - actor.askedNanos);
    actor.unanswered--;
    actor.askedNanos = now;
    GamesIntake.Taken taken = intake.take(event.actor(), actor.seen, event.message(), actor.place);
    PlayedGamesMessage games = taken.message();
    if (games != null) {
      actor.games += games.moves().games();
      actor.positions += games.moves().positions();
      actor.weightsStep = games.moves().trainingStep();
    }
    if (taken.trajectories() > 0) {
      actor.delivered = true;
      losses.delivered();
    }
    if (taken.refused() && ++actor.damaged >= MOST_DAMAGED) {
      end(event.actor(), "its games were damaged " + MOST_DAMAGED + " times");
    }
  }

  private void lost(int number, String reason) {
    Actor actor = actors.remove(number);
    if (actor == null) {
      return;
    }
    String place = actor.isAlive() ? " (" + actor.place + ")" : "";
    String failure = "actor " + number + place + " is gone: " + reason;
    intake.tell(failure + "; another takes its place");
    losses.lost(actor.delivered, System.nanoTime());
    boolean othersDeliver = actors.values().stream().anyMatch(other -> other.delivered);
    if (actor.delivered || losses.inARow() < Losses.MOST || othersDeliver) {
      return;
    }
    String often =
        "actors failed "
            + losses.inARow()
            + " times in a row before they finished a game; "
            + failure;
    // What has played can play again: that is an outage. What never has is not set up rightly.
    throw intake.trajectories() > 0 ? new ChildException(often) : new RayPlayException(often);
  }

  private void end(int number, String reason) {
    cluster.stop(number);
    lost(number, reason);
  }

  /** Starts actors where there are too few, ends some where there are too many. */
  void adjust() {
    long now = System.nanoTime();
    List<Integer> silent =
        actors.entrySet().stream()
            .filter(entry -> entry.getValue().isSilent(patience, now))
            .map(Map.Entry::getKey)
            .toList();
    if (!silent.isEmpty()) {
      patience.silent();
    }
    silent.forEach(number -> end(number, "it did not answer in time"));
    int wanted = count.wanted(room);
    while (actors.size() < wanted && losses.mayStart(now)) {
      int number = numbers.getAsInt();
      actors.put(number, new Actor());
      cluster.start(number);
    }
    // Those that have no place first: nobody loses a game by that.
    while (actors.size() > Math.max(wanted, alive())) {
      int number =
          actors.entrySet().stream()
              .filter(entry -> !entry.getValue().isAlive())
              .map(Map.Entry::getKey)
              .max(Comparator.naturalOrder())
              .orElseThrow();
      actors.remove(number);
      cluster.stop(number);
    }
    for (int number : farewell.choose(actors.navigableKeySet(), actors.size() - wanted, now)) {
      actors.remove(number);
      cluster.stop(number);
    }
  }

  /**
   * Asks actors for games that have room for another request: as many as there is room for at the
   * gates, and those first that were not asked last. One that has not answered yet is asked
   * whatever room there is: it takes long to begin, and nobody is to wait for that.
   */
  void keepBusy(MuZeroConfig config, Gates gates) {
    PlayRequest request = request(config, gates.slack());
    byte[] message = request.encode();
    long ofARequest = (long) request.moves() * config.selfPlay().gamesPerWorker();
    long left = Math.max(1, gates.room() / ofARequest) - expected();
    List<Integer> inTurn = new ArrayList<>(actors.tailMap(askedLast, false).keySet());
    inTurn.addAll(actors.headMap(askedLast, true).keySet());
    for (int open = 0; open < IN_FLIGHT; open++) {
      for (int number : inTurn) {
        Actor actor = Objects.requireNonNull(actors.get(number));
        boolean begins = actor.seen.isEmpty();
        if (actor.isAlive() && actor.unanswered == open && (begins ? open == 0 : left > 0)) {
          left -= begins ? 0 : 1;
          ask(number, actor, message);
        }
      }
    }
  }

  private void ask(int number, Actor actor, byte[] request) {
    if (actor.unanswered == 0) {
      actor.askedNanos = System.nanoTime();
    }
    actor.unanswered++;
    askedLast = number;
    cluster.play(number, request);
  }

  /** Requests that are not answered yet of actors that have begun to play. */
  private int expected() {
    return actors.values().stream()
        .filter(actor -> !actor.seen.isEmpty())
        .mapToInt(actor -> actor.unanswered)
        .sum();
  }

  /**
   * What all requests bring together keeps within a share of what may be played until the gates
   * close, or of the lead where that is more. A request costs an actor about 3 ms: far from the
   * gates, as in a long warm-up, each lasts its whole time.
   *
   * @param slack positions until the gates close
   */
  private PlayRequest request(MuZeroConfig config, long slack) {
    long requests = (long) IN_FLIGHT * Math.max(1, actors.size());
    long bound = Math.max(config.run().lead(), slack);
    long positions = Math.max(1, bound / (SHARE_OF_LEAD * requests));
    long moves = Math.max(1, positions / config.selfPlay().gamesPerWorker());
    long bytes = Math.max(LEAST_BYTES, Math.min(MOST_BYTES, ALL_BYTES / requests));
    return new PlayRequest((int) Math.min(moves, MOST_MOVES), REQUEST_MILLIS, (int) bytes);
  }

  /** Actors that are alive. */
  int alive() {
    return (int) actors.values().stream().filter(Actor::isAlive).count();
  }

  /** Actors that the cluster has room for, as it said last. */
  int room() {
    return room;
  }

  /** Says once that the cluster is too small. */
  Optional<String> complaint() {
    boolean small = nodes > 0 && room < count.least();
    if (!small || complained) {
      complained = small;
      return Optional.empty();
    }
    complained = true;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "the cluster has room for %d of %d actors (%d CPUs on %d node%s): the others start when"
                + " nodes join",
            room,
            count.least(),
            room,
            nodes,
            nodes == 1 ? "" : "s"));
  }

  /** Each actor that is alive. */
  List<RunEvent.Actor> states(long newestStep) {
    long now = System.nanoTime();
    List<RunEvent.Actor> states = new ArrayList<>();
    actors.forEach(
        (number, actor) -> {
          if (actor.isAlive()) {
            double seconds = (now - actor.startedNanos) / 1e9;
            states.add(
                new RunEvent.Actor(
                    number,
                    actor.place,
                    seconds,
                    actor.games * 60 / Math.max(1, seconds),
                    actor.weightsStep,
                    actor.weightsStep < 0 ? 0 : Math.max(0, newestStep - actor.weightsStep)));
          }
        });
    return states;
  }
}
