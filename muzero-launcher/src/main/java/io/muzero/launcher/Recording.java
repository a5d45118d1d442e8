package io.muzero.launcher;

import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.expert.GameRecord;
import io.muzero.protocol.EnginePlayer;
import io.muzero.random.RandomStream;
import io.muzero.selfplay.ReferencePlayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
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

  private final GameProvider game;
  private final GameOptions options;
  private final Order order;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final @Nullable GameRecord[] records;

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

  Recording(GameProvider game, GameOptions options, Order order) {
    this.game = game;
    this.options = options;
    this.order = order;
    records = new GameRecord[order.games()];
  }

  /**
   * What came of it.
   *
   * @param games the different ones, in the order of their numbers
   * @param duplicates games that another of the same moves came before
   * @param unfinished games that were cut off and have no result
   */
  record Result(List<GameRecord> games, int duplicates, int unfinished) {}

  /**
   * Plays.
   *
   * @param progress told the number of games that are over, now and then, on this thread
   */
  Result play(IntConsumer progress) throws InterruptedException {
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), order.games());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> players = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        players.add(pool.submit(this::playSome));
      }
      for (Future<?> player : players) {
        finish(player, progress);
      }
    } finally {
      next.set(records.length);
      pool.shutdownNow();
    }
    return result();
  }

  private void finish(Future<?> player, IntConsumer progress) throws InterruptedException {
    while (!player.isDone()) {
      progress.accept(done.get());
      Thread.sleep(100);
    }
    try {
      player.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new RunFailedException("a game could not be played: " + e.getCause(), e);
    }
  }

  private Result result() {
    Map<List<Integer>, GameRecord> distinct = new LinkedHashMap<>();
    int unfinished = 0;
    for (GameRecord record : records) {
      if (record == null) {
        unfinished++;
      } else {
        distinct.putIfAbsent(record.moves(), record);
      }
    }
    return new Result(
        List.copyOf(distinct.values()), records.length - unfinished - distinct.size(), unfinished);
  }

  /** Plays games until there is none left, also for the other threads when one cannot be played. */
  private void playSome() {
    try {
      playThoseLeft();
    } catch (RuntimeException e) {
      next.set(records.length);
      throw e;
    }
  }

  /** An engine plays all games of a thread, another player is made anew for each. */
  private void playThoseLeft() {
    if (EnginePlayer.isNamed(order.player())) {
      try (ReferencePlayer engine = player(0)) {
        for (int i = next.getAndIncrement(); i < records.length; i = next.getAndIncrement()) {
          records[i] = play(i, engine);
        }
      }
      return;
    }
    for (int i = next.getAndIncrement(); i < records.length; i = next.getAndIncrement()) {
      try (ReferencePlayer player = player(i)) {
        records[i] = play(i, player);
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

  /** One game; null when it was cut off. */
  private @Nullable GameRecord play(int number, ReferencePlayer player) {
    RecordedGame one = begin(number);
    while (!one.ended()) {
      one.play(player.choose(one.state()).index());
    }
    done.incrementAndGet();
    return end(number, one);
  }

  private @Nullable GameRecord end(int number, RecordedGame one) {
    return one.record(game.name(), new GameRecord.Source(order.player(), number + 1));
  }

  /**
   * Lets a trained agent play all games, many side by side, so that it decides for them at once.
   *
   * @param progress told the number of games that are over, now and then
   */
  Result play(TrainedAgent agent, IntConsumer progress) {
    for (int from = 0; from < records.length; from += AT_ONCE) {
      int first = from;
      List<RecordedGame> some =
          IntStream.range(from, Math.min(from + AT_ONCE, records.length))
              .mapToObj(this::begin)
              .toList();
      List<RecordedGame> going = new ArrayList<>(some);
      while (!going.isEmpty()) {
        int[] actions = agent.choose(going.stream().map(RecordedGame::episode).toList());
        for (int i = 0; i < actions.length; i++) {
          going.get(i).play(actions[i]);
        }
        going.removeIf(RecordedGame::ended);
        progress.accept(first + some.size() - going.size());
      }
      for (int i = 0; i < some.size(); i++) {
        records[from + i] = end(from + i, some.get(i));
      }
    }
    return result();
  }
}
