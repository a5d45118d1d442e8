package io.muzero.ray;

import io.muzero.config.MuZeroConfig;
import io.muzero.ray.cluster.Cluster;
import io.muzero.ray.cluster.ClusterEvent;
import io.muzero.ray.wire.PlayRequest;
import io.muzero.ray.wire.PlayedGamesMessage;
import io.muzero.rayhome.ChildException;
import io.muzero.run.RunEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The actors of one connection: how many there are, what each was asked for, what it has played.
 *
 * <p>Each actor has at most {@value #IN_FLIGHT} requests unanswered: one that it plays and one that
 * it begins at once after that. What may come back is bounded by that, however slow the learner is.
 * Used by the role's thread.
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

  /** Share of the lead that unanswered requests may take up. */
  private static final int SHARE_OF_LEAD = 2;

  private static final int MOST_MOVES = 10_000;

  /** An actor that answers no sooner is replaced; a move that takes as long is not played. */
  private static final long SILENCE_SECONDS = 180;

  /** Its first answer: before that it unpacks libtorch and makes its network and games. */
  private static final long FIRST_SILENCE_SECONDS = 600;

  private static final int MOST_DAMAGED = 3;
  private static final int MOST_FAILED_STARTS = 5;
  private static final int LONGEST_PAUSE_SECONDS = 30;
  private static final int MOST_DOUBLINGS = 10;

  private final Cluster cluster;
  private final ActorCount count;
  private final int pauseMillis;
  private final IntSupplier numbers;
  private final GamesIntake intake;
  private final TreeMap<Integer, Actor> actors = new TreeMap<>();
  private int room;
  private int nodes;

  /** Times in a row that actors failed before they played; those that fail together are one. */
  private int failedStarts;

  private String lastFailure = "";
  private long startsAfter = System.nanoTime();
  private boolean complained;

  private static final class Actor {
    String place = "";
    long startedNanos;
    long askedNanos;
    int unanswered;
    int damaged;
    final SeenAnswers seen = new SeenAnswers();
    long games;
    long positions;
    long weightsStep = -1;

    boolean isAlive() {
      return !place.isEmpty();
    }

    boolean isSilent(long now) {
      long patience = seen.isEmpty() ? FIRST_SILENCE_SECONDS : SILENCE_SECONDS;
      return unanswered > 0 && now - askedNanos > TimeUnit.SECONDS.toNanos(patience);
    }
  }

  /**
   * No actors yet.
   *
   * @param cluster where they are started
   * @param bounds how many, and when others take the place of those that failed
   * @param numbers gives each a number that none had before
   * @param intake takes what they play
   */
  ActorPool(Cluster cluster, ActorsRole.Bounds bounds, IntSupplier numbers, GamesIntake intake) {
    this.cluster = cluster;
    count = bounds.actors();
    pauseMillis = bounds.pauseMillis();
    this.numbers = numbers;
    this.intake = intake;
  }

  /** Takes note of what the cluster reports of actors and room. */
  void handle(ClusterEvent event) {
    if (event instanceof ClusterEvent.Room now) {
      room = now.cpus();
      nodes = now.nodes();
    } else if (event instanceof ClusterEvent.Started started) {
      Actor actor = actors.get(started.actor());
      if (actor != null) {
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
    actor.unanswered--;
    actor.askedNanos = System.nanoTime();
    GamesIntake.Taken taken = intake.take(event.actor(), actor.seen, event.message(), actor.place);
    PlayedGamesMessage games = taken.message();
    if (games != null) {
      actor.games += games.moves().games();
      actor.positions += games.moves().positions();
      actor.weightsStep = games.moves().trainingStep();
      failedStarts = 0;
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
    lastFailure = "actor " + number + place + " is gone: " + reason;
    intake.tell(lastFailure + "; another takes its place");
    if (actor.seen.isEmpty()) {
      failedToStart();
    }
  }

  /** Many may fail at once, as those of a node do: until others are started, they count as one. */
  private void failedToStart() {
    long now = System.nanoTime();
    if (now - startsAfter < 0) {
      return;
    }
    failedStarts++;
    long pause = (long) pauseMillis << Math.min(failedStarts, MOST_DOUBLINGS);
    startsAfter =
        now
            + Math.min(
                TimeUnit.MILLISECONDS.toNanos(pause),
                TimeUnit.SECONDS.toNanos(LONGEST_PAUSE_SECONDS));
    boolean othersPlay = actors.values().stream().anyMatch(actor -> !actor.seen.isEmpty());
    if (failedStarts < MOST_FAILED_STARTS || othersPlay) {
      return;
    }
    String reason =
        "actors failed " + failedStarts + " times in a row before they played; " + lastFailure;
    // What has played can play again: that is an outage. What never has is not set up rightly.
    throw intake.hasPlayed() ? new ChildException(reason) : new RayPlayException(reason);
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
            .filter(entry -> entry.getValue().isSilent(now))
            .map(Map.Entry::getKey)
            .toList();
    silent.forEach(number -> end(number, "it did not answer in time"));
    int wanted = count.wanted(room);
    while (actors.size() < wanted && now - startsAfter >= 0) {
      int number = numbers.getAsInt();
      actors.put(number, new Actor());
      cluster.start(number);
    }
    while (actors.size() > wanted) {
      // Those that have no place first, then the youngest.
      int number =
          actors.entrySet().stream()
              .filter(entry -> !entry.getValue().isAlive())
              .map(Map.Entry::getKey)
              .max(Comparator.naturalOrder())
              .orElseGet(actors::lastKey);
      actors.remove(number);
      cluster.stop(number);
    }
  }

  /** Asks every actor for games that has room for another request. */
  void keepBusy(MuZeroConfig config) {
    byte[] request = request(config).encode();
    actors.forEach(
        (number, actor) -> {
          while (actor.isAlive() && actor.unanswered < IN_FLIGHT) {
            if (actor.unanswered == 0) {
              actor.askedNanos = System.nanoTime();
            }
            actor.unanswered++;
            cluster.play(number, request);
          }
        });
  }

  /** What all requests bring together keeps within a share of the lead that the gates allow. */
  private PlayRequest request(MuZeroConfig config) {
    long requests = (long) IN_FLIGHT * Math.max(1, actors.size());
    long positions = Math.max(1, config.run().lead() / (SHARE_OF_LEAD * requests));
    long moves = Math.max(1, positions / config.selfPlay().gamesPerWorker());
    long bytes = Math.max(LEAST_BYTES, Math.min(MOST_BYTES, ALL_BYTES / requests));
    return new PlayRequest((int) Math.min(moves, MOST_MOVES), REQUEST_MILLIS, (int) bytes);
  }

  /** Requests that are not answered yet. */
  int unanswered() {
    return actors.values().stream().mapToInt(actor -> actor.unanswered).sum();
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
