package io.muzero.launcher;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.SquareBoardGame;
import io.muzero.environment.Step;
import io.muzero.expert.GameRecord;
import io.muzero.protocol.EnginePlayer;
import io.muzero.random.RandomStream;
import io.muzero.selfplay.RandomPlayer;
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
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * Games that a reference player plays with itself, each after some random moves, on all processors.
 * Each game has its own seed, so the same games come out whatever the number of threads; an engine
 * draws its own lots. Used once.
 */
final class Recording {
  private final GameProvider game;
  private final GameOptions options;
  private final Order order;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final @Nullable GameRecord[] records;

  /**
   * What is to be played.
   *
   * @param player a name that {@link ReferencePlayer#named} knows
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

  /** One game; null when it was cut off. */
  private @Nullable GameRecord play(int number, ReferencePlayer player) {
    UniformRandomProvider random = RandomStream.create(order.seed(), "recorded opening", number);
    Environment state = game.create(options);
    state.reset((order.seed() + number) & Long.MAX_VALUE);
    List<Integer> moves = new ArrayList<>();
    int opening = random.nextInt(order.openingMoves() + 1);
    RandomPlayer anybody = new RandomPlayer(random);
    double score = 0;
    for (int tries = 2 * opening; tries > 0 && moves.size() < opening; tries--) {
      Action action = anybody.choose(state);
      if (!isPass(state, action) && !state.copy().step(action).ended()) {
        score += signed(state.playerToMove(), state.step(action));
        moves.add(action.index());
      }
    }
    int randomMoves = moves.size();
    Step step;
    do {
      Action action = player.choose(state);
      int mover = state.playerToMove();
      step = state.step(action);
      score += signed(mover, step);
      moves.add(action.index());
    } while (!step.ended());
    done.incrementAndGet();
    return step.truncated()
        ? null
        : new GameRecord(
            game.name(),
            moves,
            randomMoves,
            (int) Math.signum(score),
            new GameRecord.Source(order.player(), number + 1));
  }

  /** A random pass would give a game away that is to teach something. */
  private static boolean isPass(Environment state, Action action) {
    return state instanceof SquareBoardGame board && board.isPass(action.index());
  }

  private static double signed(int mover, Step step) {
    return mover == 0 ? step.reward() : -step.reward();
  }
}
