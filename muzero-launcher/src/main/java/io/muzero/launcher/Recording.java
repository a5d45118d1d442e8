package io.muzero.launcher;

import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Step;
import io.muzero.expert.GameRecord;
import io.muzero.protocol.EnginePlayer;
import io.muzero.protocol.ResignationException;
import io.muzero.random.RandomStream;
import io.muzero.selfplay.ReferencePlayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * Games that a player plays with itself, each after some random moves, on all processors. Each game
 * has its own seed, so the same games come out whatever the number of threads; an engine draws its
 * own lots. Used once.
 */
final class Recording {
  /** Games that an agent plays side by side. */
  private static final int AT_ONCE = 1024;

  /** Between two looks at the players: a progress line that moves, for nearly no time. */
  private static final long PROGRESS_MILLIS = 100;

  private final GameProvider game;
  private final GameOptions options;
  private final Order order;
  private final RecordingProgress progress;
  private final BooleanSupplier goOn;
  private final AtomicInteger next = new AtomicInteger();

  /** Games that are over, whether they have a result or not. */
  private final AtomicInteger done = new AtomicInteger();

  private final @Nullable GameRecord[] records;

  /** What a player or the game failed by first. */
  private volatile @Nullable RuntimeException failure;

  /**
   * What is to be played.
   *
   * @param player a name that {@link ReferencePlayer#named} knows, or that of a trained agent
   * @param games how many, at least 1
   * @param openingMoves most random moves at the beginning of a game; each number from 0 to this is
   *     equally likely
   * @param seed seeds games, openings and the player
   */
  record Order(String player, int games, int openingMoves, long seed) {}

  /**
   * A recording that has not begun.
   *
   * @param progress told of every move
   * @param goOn asked before each move, by any thread; false ends it, and the games that are over
   *     count, as they do when a player or the game fails
   */
  Recording(
      GameProvider game,
      GameOptions options,
      Order order,
      RecordingProgress progress,
      BooleanSupplier goOn) {
    this.game = game;
    this.options = options;
    this.order = order;
    this.progress = progress;
    this.goOn = goOn;
    records = new GameRecord[order.games()];
  }

  /**
   * What came of it.
   *
   * @param games the different ones, in the order of their numbers
   * @param played games that are over
   * @param duplicates games that another of the same moves came before
   * @param unfinished games that were cut off and have no result
   * @param failure what a player or the game failed by, which ended it; null where none did
   */
  record Result(
      List<GameRecord> games,
      int played,
      int duplicates,
      int unfinished,
      @Nullable RuntimeException failure) {}

  /** Lets a reference player or an engine play. */
  Result play() throws InterruptedException {
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), order.games());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> players = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        players.add(pool.submit(() -> playSome(number)));
      }
      for (Future<?> player : players) {
        finish(player);
      }
    } finally {
      next.set(records.length);
      pool.shutdownNow();
    }
    return result();
  }

  private void finish(Future<?> player) throws InterruptedException {
    while (!player.isDone()) {
      progress.tick();
      Thread.sleep(PROGRESS_MILLIS);
    }
    try {
      player.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error failed) {
        throw failed; // told as those of the main thread are
      }
      throw new IllegalStateException("a player threw what none declares", e);
    }
  }

  private Result result() {
    Map<List<Integer>, GameRecord> distinct = new LinkedHashMap<>();
    int ended = 0;
    for (GameRecord record : records) {
      if (record != null) {
        ended++;
        distinct.putIfAbsent(record.moves(), record);
      }
    }
    return new Result(
        List.copyOf(distinct.values()),
        done.get(),
        ended - distinct.size(),
        done.get() - ended,
        failure);
  }

  /** Plays games until there is none left, also for the other threads when one cannot be played. */
  private void playSome(int thread) {
    try {
      playThoseLeft(thread);
    } catch (RuntimeException e) {
      failed(e);
    } finally {
      next.set(records.length);
    }
  }

  private synchronized void failed(RuntimeException e) {
    failure = failure == null ? e : failure;
  }

  /** An engine plays all games of a thread, another player is made anew for each. */
  private void playThoseLeft(int thread) {
    if (EnginePlayer.isNamed(order.player())) {
      try (ReferencePlayer engine = player(thread)) {
        for (int i = next.getAndIncrement(); i < records.length; i = next.getAndIncrement()) {
          play(i, engine);
        }
      }
      return;
    }
    for (int i = next.getAndIncrement(); i < records.length; i = next.getAndIncrement()) {
      try (ReferencePlayer player = player(i)) {
        play(i, player);
      }
    }
  }

  private ReferencePlayer player(int number) {
    long seed = RandomStream.create(order.seed(), "recorded player", number).nextLong();
    return ReferencePlayer.named(order.player(), game, options, seed);
  }

  /** A game that has its random moves, with whose number its openings and seeds are drawn. */
  private RecordedGame begin(int number) {
    UniformRandomProvider random = RandomStream.create(order.seed(), "recorded opening", number);
    Environment state = game.create(options);
    state.reset((order.seed() + number) & Long.MAX_VALUE);
    RecordedGame begun = new RecordedGame(state);
    begun.open(order.openingMoves(), random);
    return begun;
  }

  /** Whether there is to be another move. */
  private boolean goesOn() {
    return failure == null && goOn.getAsBoolean();
  }

  /** Plays one game; when all are to end, it is left. */
  private void play(int number, ReferencePlayer player) {
    RecordedGame one = begin(number);
    while (!one.ended()) {
      if (!goesOn()) {
        next.set(records.length);
        return;
      }
      try {
        play(number, one, player.choose(one.state()).index());
      } catch (ResignationException e) {
        one.resign();
        progress.over(number);
      }
    }
    end(number, one);
  }

  private void play(int number, RecordedGame one, int action) {
    Step step = one.play(action);
    progress.saw(number, one.state(), action, step);
  }

  /** Keeps a game that is over, unless it was cut off and has no result. */
  private void end(int number, RecordedGame one) {
    records[number] = one.record(game.name(), new GameRecord.Source(order.player(), number + 1));
    done.incrementAndGet();
  }

  /**
   * Lets a trained agent play all games, many side by side, so that it decides for them at once.
   */
  Result play(TrainedAgent agent) {
    for (int from = 0; from < records.length && goesOn(); from += AT_ONCE) {
      try {
        playTogether(agent, from, Math.min(from + AT_ONCE, records.length));
      } catch (RuntimeException e) {
        failed(e);
      }
    }
    return result();
  }

  private void playTogether(TrainedAgent agent, int from, int to) {
    List<RecordedGame> games = IntStream.range(from, to).mapToObj(this::begin).toList();
    List<Integer> going = new ArrayList<>(IntStream.range(0, games.size()).boxed().toList());
    while (!going.isEmpty() && goesOn()) {
      int[] actions;
      try {
        actions =
            agent.choose(
                going.stream().map(i -> games.get(i).episode()).toList(),
                this::goesOn,
                decided -> {});
      } catch (CancellationException e) {
        return; // what is over is kept
      }
      for (int i = 0; i < actions.length; i++) {
        int number = going.get(i);
        play(from + number, games.get(number), actions[i]);
        if (games.get(number).ended()) {
          end(from + number, games.get(number));
        }
      }
      going.removeIf(number -> games.get(number).ended());
    }
  }
}
