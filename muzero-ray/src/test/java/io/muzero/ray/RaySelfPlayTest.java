package io.muzero.ray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.config.ResolvedConfig;
import io.muzero.ray.wire.DamagedMessageException;
import io.muzero.ray.wire.PlayedGamesMessage;
import io.muzero.rayhome.ChildException;
import io.muzero.rayhome.RayAddress;
import io.muzero.replay.Trajectory;
import io.muzero.run.Progress;
import io.muzero.run.RunEvent;
import io.muzero.run.RunListener;
import io.muzero.run.RunStart;
import io.muzero.run.SelfPlayPlace;
import io.muzero.run.TrainingRun;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Manifest;
import io.muzero.storage.RunFolder;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs whose actors are threads, and what happens when parts of the cluster fail. */
@Timeout(600) // as slow as a machine may be; idle it takes seconds
class RaySelfPlayTest {
  @TempDir private Path folder;

  private final Heard heard = new Heard();

  private static final class Heard implements RunListener {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<RunEvent.Actors> actors = new CopyOnWriteArrayList<>();

    @Override
    public void progress(Progress progress) {}

    @Override
    public void message(String line) {
      lines.add(line);
    }

    @Override
    public void event(RunEvent event) {
      if (event instanceof RunEvent.Actors now) {
        actors.add(now);
      }
    }
  }

  private static RaySelfPlay place(
      ThreadClusters clusters, ResolvedConfig config, ActorCount count, int patience) {
    return new RaySelfPlay(
        clusters, SmallRuns.setup(config), new ActorsRole.Bounds(count, patience, 0));
  }

  private TrainingRun.Outcome run(ResolvedConfig config, SelfPlayPlace place) throws Exception {
    return run("tictactoe", config, place);
  }

  private TrainingRun.Outcome run(String game, ResolvedConfig config, SelfPlayPlace place)
      throws Exception {
    try (RunFolder run = RunFolder.create(folder, game, LocalDateTime.now());
        TrainingRun training = TrainingRun.open(config, run, heard, new RunStart.Newest(), place)) {
      return training.run();
    }
  }

  /** Does something again and again beside a run. */
  private static Thread beside(BooleanSupplier goOn, int milliseconds, Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              while (goOn.getAsBoolean()) {
                try {
                  Thread.sleep(milliseconds);
                } catch (InterruptedException e) {
                  return;
                }
                work.run();
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void run_twoActors_trainsWithinTheRatioAndPutsEachVersionOnce() throws Exception {
    ThreadClusters clusters = new ThreadClusters(2, cluster -> {});
    ResolvedConfig config = SmallRuns.config();
    TrainingRun.Outcome outcome = run(config, place(clusters, config, new ActorCount(2, 2), 5));
    assertThat(outcome.complete()).isTrue();
    assertThat(outcome.step()).isEqualTo(60);
    ThreadCluster cluster = clusters.last();
    assertThat(cluster.started).containsExactly(0, 1);
    assertThat(cluster.versions).doesNotHaveDuplicates().isSorted().startsWith(0L);
    assertThat(cluster.alive()).as("after the run").isEmpty();
  }

  /** What the page and the progress line show. */
  @Test
  void run_tellsOfItsActors() throws Exception {
    ThreadClusters clusters = new ThreadClusters(2, cluster -> {});
    ResolvedConfig config = SmallRuns.config("run.steps=1000000");
    run(
        config,
        context -> {
          beside(
              () -> !context.board().stop().ended(),
              20,
              () -> {
                if (heard.actors.stream().anyMatch(RaySelfPlayTest::bothHavePlayed)) {
                  context.board().stop().end();
                }
              });
          return place(clusters, config, new ActorCount(2, 2), 5).roles(context);
        });
    RunEvent.Actors told =
        heard.actors.stream().filter(RaySelfPlayTest::bothHavePlayed).findFirst().orElseThrow();
    assertThat(told.place()).isEqualTo("threads");
    assertThat(told.wanted()).isEqualTo(2);
    assertThat(told.refused()).isZero();
    assertThat(told.actors()).extracting(RunEvent.Actor::number).containsExactly(0, 1);
    assertThat(told.actors())
        .allSatisfy(
            actor -> {
              assertThat(actor.place()).isEqualTo("a thread");
              assertThat(actor.aliveSeconds()).isPositive();
              assertThat(actor.weightsStep()).isIn(clusters.last().versions);
            });
  }

  private static boolean bothHavePlayed(RunEvent.Actors now) {
    return now.actors().size() == 2
        && now.actors().stream()
            .allMatch(actor -> actor.weightsStep() >= 0 && actor.gamesPerMinute() > 0);
  }

  /** The learner is the slow one: actors wait, and nothing piles up. */
  @Test
  void run_slowLearner_boundsWhatIsOpenAndHowFarActorsAreAhead() throws Exception {
    ThreadClusters clusters = new ThreadClusters(3, cluster -> {});
    // Far more samples a position than the learner can train on as fast as actors play.
    ResolvedConfig config =
        SmallRuns.config("run.replayRatio=50", "learner.batchSize=128", "run.steps=40");
    AtomicInteger most = new AtomicInteger();
    TrainingRun.Outcome outcome =
        run(
            config,
            context -> {
              beside(
                  () -> !context.board().stop().ended(),
                  5,
                  () -> most.accumulateAndGet(context.buffer().size(), Math::max));
              return place(clusters, config, new ActorCount(3, 3), 5).roles(context);
            });
    assertThat(outcome.step()).isEqualTo(40);
    assertThat(clusters.last().mostOpen.get()).isBetween(1, 3 * ActorPool.IN_FLIGHT);
    // 40 steps of 128 samples at 50 a position are 103 positions; warm-up, lead, and what was open.
    int requested = 3 * ActorPool.IN_FLIGHT * 3 * Math.max(1, 200 / 2 / 6 / 3);
    int unfinished = 3 * 3 * 9; // games that were in progress when the gates closed
    assertThat(most.get()).isLessThan(103 + 50 + 200 + requested + unfinished);
  }

  /** Each request costs time of its own: many small ones are for the time near the gates. */
  @Test
  void run_farFromTheGates_asksForMoreAtOnceThanNearThem() throws Exception {
    ThreadClusters clusters = new ThreadClusters(1, cluster -> {});
    ResolvedConfig config = SmallRuns.config("run.warmUp=2000", "run.steps=20");
    run(config, context -> place(clusters, config, new ActorCount(1, 1), 5).roles(context));
    List<Integer> moves = clusters.last().movesAsked;
    // Half of the warm-up, then half of the lead, in two requests of three games.
    assertThat(moves.get(0)).isEqualTo(2000 / 2 / 2 / 3);
    assertThat(moves.get(moves.size() - 1)).isEqualTo(200 / 2 / 2 / 3);
    assertThat(moves).allMatch(asked -> asked <= 2000 / 2 / 2 / 3);
  }

  @Test
  void run_actorsAreKilledAgainAndAgain_goesOnWithOthers() throws Exception {
    AtomicInteger answers = new AtomicInteger();
    AtomicInteger killed = new AtomicInteger();
    ThreadClusters clusters =
        new ThreadClusters(
            2,
            cluster ->
                cluster.onTheWay =
                    games -> {
                      // By answers, not by time: a slow machine must not see fewer games between.
                      if (answers.incrementAndGet() % 20 == 0) {
                        cluster.kill(cluster.alive().get(0), "kill -9");
                        killed.incrementAndGet();
                      }
                      return games;
                    });
    ResolvedConfig config = SmallRuns.config("run.steps=150", "run.lead=60");
    TrainingRun.Outcome outcome = run(config, place(clusters, config, new ActorCount(2, 2), 5));
    assertThat(outcome.step()).isEqualTo(150);
    assertThat(killed.get()).isPositive();
    assertThat(clusters.last().started)
        .as("each has a number of its own")
        .doesNotHaveDuplicates()
        .hasSizeGreaterThan(2);
    assertThat(heard.lines)
        .anyMatch(line -> line.matches("actor \\d+ \\(a thread\\) is gone: kill -9; another .*"));
  }

  /** Half of sixteen are on a node that dies before any of them has answered. */
  @Test
  void run_manyActorsAreLostAtOnceBeforeTheyPlay_othersTakeTheirPlaces() throws Exception {
    ThreadClusters clusters =
        new ThreadClusters(16, cluster -> cluster.failing = actor -> actor % 2 == 0 && actor < 16);
    ResolvedConfig config = SmallRuns.config();
    TrainingRun.Outcome outcome = run(config, place(clusters, config, new ActorCount(16, 16), 5));
    assertThat(outcome.step()).isEqualTo(60);
    assertThat(clusters.made).hasSize(1);
    assertThat(heard.lines)
        .filteredOn(line -> line.contains(" is gone: its node is gone; another takes its place"))
        .hasSize(8);
  }

  private static RaySelfPlay hasty(ThreadClusters clusters, ResolvedConfig config) {
    return new RaySelfPlay(
        clusters, SmallRuns.setup(config), new ActorsRole.Bounds(new ActorCount(2, 2), 60, 0, 5));
  }

  @Test
  void run_actorsFailAgainAndAgainBeforeAnyHasPlayed_failsAndSaysWhy() {
    ThreadClusters clusters = new ThreadClusters(2, cluster -> cluster.failing = actor -> true);
    ResolvedConfig config = SmallRuns.config();
    assertThatThrownBy(() -> run(config, hasty(clusters, config)))
        .isInstanceOf(RayPlayException.class)
        .hasMessageMatching(
            "actors failed 5 times in a row before they finished a game; actor \\d+ \\(a thread\\) is"
                + " gone: its node is gone");
  }

  /** One that answers, and never brings a game, has played no better. */
  @Test
  void run_actorsDieBeforeTheyFinishAGame_failsAndSaysWhy() {
    ThreadClusters clusters =
        new ThreadClusters(
            2,
            cluster -> {
              cluster.onTheWay = RaySelfPlayTest::withoutGames;
              cluster.dying = actor -> true;
            });
    ResolvedConfig config = SmallRuns.config();
    assertThatThrownBy(() -> run(config, hasty(clusters, config)))
        .isInstanceOf(RayPlayException.class)
        .hasMessageMatching(
            "actors failed 5 times in a row before they finished a game; actor \\d+ \\(a thread\\) is"
                + " gone: it crashed");
  }

  private static byte[] withoutGames(byte[] answer) {
    try {
      PlayedGamesMessage games = PlayedGamesMessage.decode(answer);
      return new PlayedGamesMessage(
              games.actor(), games.sequence(), games.seconds(), games.moves(), List.of())
          .encode();
    } catch (DamagedMessageException e) {
      throw new AssertionError(e);
    }
  }

  /** Another actor would fail as this one did: the run ends as one of threads does. */
  @Test
  void run_gameFailsInPlay_endsAndSaysWhichActorAndWhy() {
    ThreadClusters clusters = new ThreadClusters(2, cluster -> {});
    for (String how : List.of("broken", "raises")) {
      ResolvedConfig config = SmallRuns.configOf("failing", "environment.how=" + how);
      assertThatThrownBy(
              () -> run("failing", config, place(clusters, config, ActorCount.parse("2"), 5)))
          .isInstanceOf(RayPlayException.class)
          .hasMessageMatching(
              "actor [01] \\(a thread\\) failed: "
                  + (how.equals("broken")
                      ? "the game failing failed: out of luck"
                      : "UnsupportedOperationException: out of luck"));
      assertThat(clusters.last().started).as("no other was tried").hasSizeLessThan(3);
    }
  }

  /** A cluster that comes back broken is an outage like one that does not come back. */
  @Test
  void run_actorsFailAgainAndAgainAfterAReconnect_pausesAndGoesOn() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    ThreadClusters clusters =
        new ThreadClusters(
            2,
            cluster -> {
              boolean broken = connections.incrementAndGet() == 2;
              cluster.failing = actor -> broken;
            });
    ResolvedConfig config = SmallRuns.config("run.steps=400");
    AtomicInteger pulled = new AtomicInteger();
    TrainingRun.Outcome outcome =
        run(
            config,
            context -> {
              beside(
                  () -> pulled.get() == 0,
                  20,
                  () -> {
                    if (!clusters.made.isEmpty() && clusters.last().versions.size() > 3) {
                      clusters.last().vanish();
                      pulled.set(1);
                    }
                  });
              return hasty(clusters, config).roles(context);
            });
    assertThat(outcome.step()).isEqualTo(400);
    assertThat(clusters.made).hasSize(3);
    assertThat(heard.lines).contains("the Ray cluster at threads is back: self-play goes on");
  }

  /** An answer that is whole, of games that nobody can have played. */
  private static byte[] poisoned(byte[] answer) {
    try {
      PlayedGamesMessage sound = PlayedGamesMessage.decode(answer);
      List<PlayedGamesMessage.Game> games =
          sound.games().stream()
              .map(game -> new PlayedGamesMessage.Game(game.game(), poisoned(game.trajectory())))
              .toList();
      return new PlayedGamesMessage(
              sound.actor(), sound.sequence(), sound.seconds(), sound.moves(), games)
          .encode();
    } catch (DamagedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private static Trajectory poisoned(Trajectory sound) {
    return sound.withTargets(
        new float[sound.length() * sound.actionCount()],
        new float[sound.searchedPositions()],
        new float[sound.length()]);
  }

  @Test
  void run_actorWhoseGamesAreRefusedInSoundAnswers_isReplaced() throws Exception {
    ThreadClusters clusters =
        new ThreadClusters(
            1,
            cluster ->
                cluster.onTheWay = games -> cluster.started.size() > 1 ? games : poisoned(games));
    ResolvedConfig config = SmallRuns.config();
    TrainingRun.Outcome outcome = run(config, place(clusters, config, new ActorCount(1, 1), 5));
    assertThat(outcome.step()).isEqualTo(60);
    assertThat(clusters.last().started).containsExactly(0, 1);
    assertThat(heard.lines)
        .anyMatch(line -> line.contains(" that is no distribution: its shares are together 0.0"))
        .contains(
            "actor 0 (a thread) is gone: its games were damaged 3 times; another takes its place");
  }

  @Test
  void run_damagedAndRepeatedAnswers_areRefusedAndCounted() throws Exception {
    AtomicInteger answers = new AtomicInteger();
    byte[][] before = new byte[1][];
    ThreadClusters clusters =
        new ThreadClusters(
            2,
            cluster ->
                cluster.onTheWay =
                    games -> {
                      int number = answers.incrementAndGet();
                      byte[] now = games.clone();
                      if (number % 7 == 3) {
                        now[now.length / 2] ^= 1; // damaged on the way
                      } else if (number % 7 == 5 && before[0] != null) {
                        return before[0]; // an answer that came before
                      }
                      before[0] = games;
                      return now;
                    });
    ResolvedConfig config = SmallRuns.config("run.steps=200");
    assertThat(run(config, place(clusters, config, new ActorCount(2, 2), 5)).step()).isEqualTo(200);
    assertThat(heard.lines)
        .anyMatch(line -> line.contains("were refused: ") && line.endsWith("; 1 refused so far"));
  }

  @Test
  void run_clusterGoesAndComesBack_pausesAndGoesOn() throws Exception {
    ThreadClusters clusters = new ThreadClusters(2, cluster -> {});
    ResolvedConfig config = SmallRuns.config("run.steps=400");
    AtomicInteger pulled = new AtomicInteger();
    TrainingRun.Outcome outcome =
        run(
            config,
            context -> {
              beside(
                  () -> pulled.get() == 0,
                  20,
                  () -> {
                    if (!clusters.made.isEmpty() && clusters.last().versions.size() > 3) {
                      clusters.last().vanish();
                      pulled.set(1);
                    }
                  });
              return place(clusters, config, new ActorCount(2, 2), 60).roles(context);
            });
    assertThat(outcome.step()).isEqualTo(400);
    assertThat(clusters.made).hasSize(2);
    assertThat(clusters.last().started).as("numbers are never used again").containsExactly(2, 3);
    assertThat(heard.lines)
        .anyMatch(line -> line.startsWith("the Ray cluster at threads is gone (pulled the plug)"))
        .contains("the Ray cluster at threads is back: self-play goes on");
  }

  @Test
  void run_clusterDoesNotComeBack_endsAtACheckpointAndSaysWhy() throws Exception {
    ThreadClusters clusters = new ThreadClusters(2, cluster -> {});
    ResolvedConfig config = SmallRuns.config("run.steps=100000");
    RaySelfPlay place = place(clusters, config, new ActorCount(2, 2), 1);
    TrainingRun.Outcome outcome =
        run(
            config,
            context -> {
              beside(
                  () -> !clusters.down,
                  20,
                  () -> {
                    if (!clusters.made.isEmpty() && clusters.last().versions.size() > 3) {
                      clusters.down = true;
                      clusters.last().vanish();
                    }
                  });
              return place.roles(context);
            });
    assertThat(outcome.complete()).isFalse();
    assertThat(outcome.checkpoint()).isDirectory();
    assertThat(place.failure()).contains("the Ray cluster at threads did not come back within 1 s");
  }

  @Test
  void run_clusterNeverAnswers_fails() {
    ThreadClusters clusters = new ThreadClusters(2, cluster -> {});
    clusters.down = true;
    ResolvedConfig config = SmallRuns.config();
    assertThatThrownBy(() -> run(config, place(clusters, config, new ActorCount(1, 1), 5)))
        .isInstanceOf(RayPlayException.class)
        .hasMessage("no self-play at threads: nobody answers");
  }

  /** Nobody waits for Ray's Python to hear that an address is wrong. */
  @Test
  void open_nobodyAnswers_isSaidBeforeRayIsLookedFor() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    RaySettings settings =
        new RaySettings(
            new RayAddress("127.0.0.1", port), folder, new ActorCount(1, 1), 5, List.of());
    assertThatThrownBy(() -> RaySelfPlay.open(settings, SmallRuns.config()))
        .isInstanceOf(ChildException.class)
        .hasMessageStartingWith("no Ray cluster answers at 127.0.0.1:" + port);
  }

  @Test
  void run_elastic_followsTheClustersRoom() throws Exception {
    ThreadClusters clusters = new ThreadClusters(1, cluster -> {});
    ResolvedConfig config = SmallRuns.config("run.steps=100000");
    List<Integer> seen = new CopyOnWriteArrayList<>();
    run(
        config,
        context -> {
          Thread watch =
              new Thread(
                  () -> {
                    for (int room : new int[] {1, 3, 9, 2}) {
                      while (clusters.made.isEmpty()) {
                        Thread.onSpinWait();
                      }
                      ThreadCluster cluster = clusters.last();
                      cluster.room(room);
                      int wanted = Math.min(room, 4);
                      while (cluster.alive().size() != wanted) {
                        Thread.onSpinWait();
                      }
                      seen.add(wanted);
                    }
                    context.board().stop().end();
                  });
          watch.setDaemon(true);
          watch.start();
          return place(clusters, config, new ActorCount(1, 4), 5).roles(context);
        });
    assertThat(seen).containsExactly(1, 3, 4, 2);
  }

  /** A node is gone: the cluster is smaller before it is known that two actors are. */
  @Test
  void run_clusterShrinksByADeadNode_sendsNobodyAwayWhoPlays() throws Exception {
    ThreadClusters clusters = new ThreadClusters(4, cluster -> {});
    ResolvedConfig config = SmallRuns.config("run.steps=100000");
    run(
        config,
        context -> {
          beside(
              () -> !context.board().stop().ended(),
              20,
              () -> {
                if (clusters.made.isEmpty() || clusters.last().alive().size() < 4) {
                  return;
                }
                ThreadCluster cluster = clusters.last();
                cluster.dead.addAll(List.of(0, 1));
                cluster.room(2);
                while (cluster.alive().size() > 2 || goneWithTheirNode().size() < 2) {
                  Thread.onSpinWait();
                }
                context.board().stop().end();
              });
          return place(clusters, config, new ActorCount(1, 4), 5).roles(context);
        });
    assertThat(clusters.last().stopped).isEmpty();
    assertThat(goneWithTheirNode()).hasSize(2);
  }

  private List<String> goneWithTheirNode() {
    return heard.lines.stream()
        .filter(line -> line.contains(" is gone: its node is gone"))
        .toList();
  }

  /** Sixteen that bring three positions a request are more than a lead of thirty has room for. */
  @Test
  void run_moreActorsThanTheLeadHasRoomFor_asksAFewInTurn() throws Exception {
    AtomicBoolean full = new AtomicBoolean();
    Set<Integer> askedSince = ConcurrentHashMap.newKeySet();
    ThreadClusters clusters =
        new ThreadClusters(
            16,
            cluster ->
                cluster.onTheWay =
                    games -> {
                      if (full.get()) {
                        askedSince.add(actorOf(games));
                      }
                      return games;
                    });
    // The learner is slow: the gates close after the warm-up, and open for a moment now and then.
    ResolvedConfig config =
        SmallRuns.config(
            "run.steps=100000", "run.lead=30", "run.replayRatio=50", "learner.batchSize=128");
    run(
        config,
        context -> {
          beside(
              () -> !context.board().stop().ended(),
              5,
              () -> {
                if (!full.get()
                    && context.buffer().size() > 50
                    && clusters.last().open.get() == 0
                    && !context.gates().mayPlay()) {
                  clusters.last().mostOpen.set(0);
                  full.set(true);
                }
                if (askedSince.size() == 16) {
                  context.board().stop().end();
                }
              });
          return place(clusters, config, new ActorCount(16, 16), 5).roles(context);
        });
    assertThat(clusters.last().mostOpen.get()).isBetween(1, 10);
    assertThat(askedSince).hasSize(16);
  }

  private static int actorOf(byte[] answer) {
    try {
      return PlayedGamesMessage.decode(answer).actor();
    } catch (DamagedMessageException e) {
      throw new AssertionError(e);
    }
  }

  /** Away for three or four seconds, then three without an answer: together more than six. */
  @Test
  void run_clusterIsBackAndSlowToBegin_isWaitedForAnew() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    ThreadClusters clusters =
        new ThreadClusters(
            2,
            cluster -> {
              boolean second = connections.incrementAndGet() == 2;
              long begun = System.nanoTime();
              cluster.onTheWay =
                  games -> second ? later(games, begun + TimeUnit.SECONDS.toNanos(3)) : games;
            });
    ResolvedConfig config = SmallRuns.config("run.steps=400");
    AtomicInteger pulled = new AtomicInteger();
    TrainingRun.Outcome outcome =
        run(
            config,
            context -> {
              beside(
                  () -> pulled.get() == 0,
                  20,
                  () -> {
                    if (!clusters.made.isEmpty() && clusters.last().versions.size() > 3) {
                      clusters.down = true;
                      clusters.last().vanish();
                      later(new byte[0], System.nanoTime() + TimeUnit.SECONDS.toNanos(3));
                      clusters.down = false;
                      pulled.set(1);
                    }
                  });
              return place(clusters, config, new ActorCount(2, 2), 6).roles(context);
            });
    assertThat(outcome.step()).isEqualTo(400);
    assertThat(heard.lines).contains("the Ray cluster at threads is back: self-play goes on");
  }

  private static byte[] later(byte[] games, long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos - System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return games;
  }

  @Test
  void resume_onActorsAndOnThreads_goesOnWithNumbersThatNobodyHad() throws Exception {
    ResolvedConfig first = SmallRuns.config("run.steps=30");
    Path run;
    try (RunFolder made = RunFolder.create(folder, "tictactoe", LocalDateTime.now())) {
      run = made.path();
      resume(first, made, SelfPlayPlace.THREADS);
    }
    ThreadClusters clusters = new ThreadClusters(2, cluster -> {});
    for (int steps : new int[] {60, 90}) {
      ResolvedConfig further = SmallRuns.config("run.steps=" + steps);
      try (RunFolder again = RunFolder.open(run)) {
        assertThat(resume(further, again, place(clusters, further, new ActorCount(2, 2), 5)).step())
            .isEqualTo(steps);
      }
    }
    assertThat(clusters.made.get(0).started).containsExactly(1024, 1025);
    assertThat(clusters.made.get(1).started).containsExactly(1026, 1027);
    ResolvedConfig threads = SmallRuns.config("run.steps=110");
    try (RunFolder again = RunFolder.open(run)) {
      assertThat(resume(threads, again, SelfPlayPlace.THREADS).step()).isEqualTo(110);
    }
    // Its two threads began anew with the numbers 1028 and 1029.
    ResolvedConfig last = SmallRuns.config("run.steps=140");
    try (RunFolder again = RunFolder.open(run)) {
      resume(last, again, place(clusters, last, new ActorCount(2, 2), 5));
    }
    assertThat(clusters.last().started).containsExactly(1030, 1031);
    Manifest manifest =
        CheckpointStore.readOnly(run.resolve(RunFolder.CHECKPOINTS))
            .newest(line -> {})
            .orElseThrow()
            .manifest();
    assertThat(manifest.counters()).containsEntry("player_numbers", 1032L);
  }

  private TrainingRun.Outcome resume(ResolvedConfig config, RunFolder run, SelfPlayPlace place)
      throws Exception {
    try (TrainingRun training =
        TrainingRun.open(config, run, heard, new RunStart.Newest(), place)) {
      return training.run();
    }
  }
}
