package io.muzero.selfplay;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.AlteredPile;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Pile;
import io.muzero.environment.Walk;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.ReplayBuffer;
import io.muzero.replay.ReplayConfig;
import io.muzero.replay.RootValue;
import io.muzero.replay.Trajectory;
import io.muzero.search.BatchedSearch;
import io.muzero.search.SearchAlgorithm;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReanalyserTest {
  private static final int OLD = 1;
  private static final int NEW = 2;

  private static SearchConfig search(double gumbelScale) {
    return new SearchConfig(
        SearchAlgorithm.GUMBEL, 8, 0, 16, gumbelScale, 0.1, 50, true, true, 1.25, 19652, 0.3, 0.25);
  }

  private static ReplayConfig replay(int stackedFrames, int segmentLength) {
    return replay(stackedFrames, segmentLength, RootValue.IMPROVED);
  }

  private static ReplayConfig replay(int stackedFrames, int segmentLength, RootValue rootValue) {
    return new ReplayConfig(
        100_000,
        64,
        3,
        1,
        0.99,
        stackedFrames,
        segmentLength,
        true,
        1,
        1,
        0.01,
        false,
        0,
        rootValue);
  }

  private static SelfPlaySettings settings(double noise, ReplayConfig replay) {
    return new SelfPlaySettings(
        search(noise), new SelfPlayConfig(1, 3, 1, 100, 0, 1, 0, 0, 0), replay, 2);
  }

  private static HashedModel model(ReplayBuffer buffer, int weights) {
    return new HashedModel(
        buffer.stacker().inputSize(), buffer.stacker().actionCount(), -0.99, weights);
  }

  /** A buffer of games played with the old weights. */
  private static ReplayBuffer played(GameProvider game, ReplayConfig replay, int moves) {
    EnvironmentSpec spec = game.create(GameOptions.NONE).spec();
    ReplayBuffer buffer = new ReplayBuffer(spec, replay, RandomStream.create(1, "sampling", 0));
    ObservationStacker stacker = buffer.stacker();
    SelfPlayWorker worker =
        new SelfPlayWorker(
            new PlayedGames(
                game.createVector(GameOptions.NONE, 3),
                stacker,
                new GameWatch(game.name(), System::nanoTime)),
            model(buffer, OLD),
            settings(0.25, replay),
            new SelfPlayPorts(() -> 0, (number, trajectory) -> buffer.add(trajectory), move -> {}),
            RandomStream.create(1, "self-play", 0));
    for (int i = 0; i < moves; i++) {
      worker.move();
    }
    return buffer;
  }

  private static Reanalyser reanalyser(ReplayBuffer buffer, double noise, int batch) {
    return new Reanalyser(
        buffer,
        model(buffer, NEW),
        settings(noise, replay(1, 1000)),
        batch,
        RandomStream.create(1, "reanalyse", 0));
  }

  @Test
  void refresh_byTheRules_playsAgainUnderTheWatch() {
    AtomicLong time = new AtomicLong();
    GameWatch watch = new GameWatch("altered", time::incrementAndGet);
    AtomicBoolean replaying = new AtomicBoolean();
    Set<String> called = new TreeSet<>();
    Set<String> unwatched = new TreeSet<>();
    GameProvider game =
        AlteredPile.game(
            new AlteredPile.Fault() {
              @Override
              public void called(String method, boolean copied) {
                if (replaying.get()) {
                  (watch.secondsInside() > 0 ? called : unwatched).add(method);
                }
              }
            });
    ReplayBuffer buffer = played(game, replay(1, 1000), 30);
    try (Reanalyser reanalyser = reanalyser(buffer, 0, 8)) {
      reanalyser.replayBy(() -> game.create(GameOptions.NONE), watch);
      replaying.set(true);
      assertThat(reanalyser.refresh()).isPositive();
    }
    assertThat(called).contains("create", "reset", "step", "copy", "observe");
    assertThat(unwatched).isEmpty();
    assertThat(watch.secondsInside()).isZero();
  }

  /** What is stored, by id. */
  private static Map<Long, Trajectory> stored(ReplayBuffer buffer) {
    Map<Long, Trajectory> all = new TreeMap<>();
    for (int i = 0; i < buffer.statistics(0).trajectories(); i++) {
      ReplayBuffer.Stored next = buffer.nextToReanalyse().orElseThrow();
      all.put(next.id(), next.trajectory());
    }
    assertThat(all).hasSize(buffer.statistics(0).trajectories());
    return all;
  }

  /** The positions whose targets are those of a search with these weights. */
  private static Set<Integer> searchedBy(ReplayBuffer buffer, int weights, Trajectory trajectory) {
    ObservationStacker stacker = buffer.stacker();
    float[] input = new float[stacker.inputSize()];
    boolean[] legal = new boolean[stacker.actionCount()];
    BatchedSearch search = new BatchedSearch(model(buffer, weights), search(0), 1);
    Set<Integer> positions = new TreeSet<>();
    for (int t = 0; t < trajectory.searchedPositions(); t++) {
      stacker.write(trajectory, t, input, 0);
      trajectory.writeLegal(t, legal, 0);
      SearchResult result = search.search(input, legal, 1, null);
      boolean same = trajectory.rootValue(t) == result.policyValue[0];
      same &= t == trajectory.length() || trajectory.networkValue(t) == result.networkValue[0];
      for (int a = 0; t < trajectory.length() && a < legal.length; a++) {
        same &= trajectory.policy(t, a) == result.policy[a];
      }
      if (same) {
        positions.add(t);
      }
    }
    return positions;
  }

  /** Its own positions, and the state in which its episode was cut, which is nobody's own. */
  private static Set<Integer> toBeSearched(Trajectory trajectory) {
    Set<Integer> positions = new TreeSet<>();
    for (int t = trajectory.firstSampleable(); t < trajectory.endSampleable(); t++) {
      positions.add(t);
    }
    if (trajectory.truncated()) {
      positions.add(trajectory.length());
    }
    return positions;
  }

  private static void assertBecomesThatOfNewWeights(ReplayBuffer buffer, int batch) {
    Map<Long, Trajectory> before = stored(buffer);
    Reanalyser reanalyser = reanalyser(buffer, 0, batch);
    int positions = buffer.size();
    int searched = 0;
    while (searched < positions) {
      int of = reanalyser.refresh();
      assertThat(of).isPositive();
      searched += of;
    }
    if (batch >= 5000) {
      assertThat(searched).isEqualTo(positions); // the whole buffer, each of its positions once
    }
    Map<Long, Trajectory> after = stored(buffer);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    after.forEach(
        (id, trajectory) -> {
          assertThat(searchedBy(buffer, NEW, trajectory))
              .as("trajectory %d", id)
              .isEqualTo(toBeSearched(trajectory));
          assertThat(searchedBy(buffer, NEW, before.get(id))).isEmpty();
          for (int t = 0; t < trajectory.searchedPositions(); t++) {
            if (!toBeSearched(trajectory).contains(t)) {
              assertThat(trajectory.rootValue(t)).isEqualTo(before.get(id).rootValue(t));
            }
          }
          for (int t = 0; t < trajectory.length(); t++) {
            assertThat(trajectory.action(t)).isEqualTo(before.get(id).action(t));
            assertThat(trajectory.reward(t)).isEqualTo(before.get(id).reward(t));
          }
          assertThat(trajectory.trainingStep()).isEqualTo(before.get(id).trainingStep());
          assertThat(trajectory.firstSampleable()).isEqualTo(before.get(id).firstSampleable());
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 5000})
  void refresh_wholeGames_getTheTargetsOfNewWeights(int batch) {
    assertBecomesThatOfNewWeights(played(Pile.GAME, replay(1, 1000), 40), batch);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32, 5000})
  void refresh_segmentsOfCutEpisodesWithStackedFrames_onlyOwnPositionsGetTargetsOfNewWeights(
      int batch) {
    ReplayBuffer buffer = played(Walk.GAME, replay(3, 2), 60);
    assertThat(stored(buffer).values())
        .anyMatch(Trajectory::truncated)
        .anyMatch(trajectory -> trajectory.firstSampleable() > 0)
        .anyMatch(trajectory -> trajectory.endSampleable() < trajectory.length());
    assertBecomesThatOfNewWeights(buffer, batch);
  }

  @Test
  void refresh_meanRootValues_areRecorded() {
    ReplayBuffer buffer = played(Pile.GAME, replay(1, 1000), 10);
    Reanalyser reanalyser =
        new Reanalyser(
            buffer,
            model(buffer, NEW),
            settings(0, replay(1, 1000, RootValue.MEAN)),
            5000,
            RandomStream.create(1, "reanalyse", 0));
    reanalyser.refresh();
    BatchedSearch search = new BatchedSearch(model(buffer, NEW), search(0), 1);
    float[] input = new float[buffer.stacker().inputSize()];
    boolean[] legal = new boolean[buffer.stacker().actionCount()];
    for (Trajectory trajectory : stored(buffer).values()) {
      buffer.stacker().write(trajectory, 0, input, 0);
      trajectory.writeLegal(0, legal, 0);
      SearchResult result = search.search(input, legal, 1, null);
      assertThat(trajectory.rootValue(0))
          .isEqualTo(result.rootValue[0])
          .isNotEqualTo(result.policyValue[0]);
    }
  }

  @Test
  void refresh_emptyBuffer_doesNothing() {
    ReplayBuffer buffer = played(Pile.GAME, replay(1, 1000), 0);
    assertThat(reanalyser(buffer, 0.25, 8).refresh()).isZero();
  }

  @Test
  void restore_generator_drawsTheNoiseThatWouldHaveFollowed() throws IOException {
    ReplayBuffer first = played(Walk.GAME, replay(1, 1000), 40);
    ReplayBuffer second = played(Walk.GAME, replay(1, 1000), 40);
    Reanalyser goingOn = reanalyser(first, 0.9, 16);
    Reanalyser resumed =
        new Reanalyser(
            second,
            model(second, NEW),
            settings(0.9, replay(1, 1000)),
            16,
            RandomStream.create(77, "other", 0));
    goingOn.refresh();
    resumed.refresh();
    assertThat(stored(second)).isNotEqualTo(stored(first));
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    goingOn.save(new DataOutputStream(saved));
    resumed.restore(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
    for (int round = 0; round < 30; round++) {
      goingOn.refresh();
      resumed.refresh();
    }
    assertThat(stored(second)).isEqualTo(stored(first));
  }
}
