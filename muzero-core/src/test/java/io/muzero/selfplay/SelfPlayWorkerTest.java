package io.muzero.selfplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.AlteredWalk;
import io.muzero.environment.BrokenGameException;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.LocalEnvironments;
import io.muzero.environment.ObservationFormat;
import io.muzero.environment.Pile;
import io.muzero.environment.Step;
import io.muzero.environment.VectorEnvironment;
import io.muzero.environment.VectorState;
import io.muzero.environment.Walk;
import io.muzero.model.ForwardingModel;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.PictureInputs;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelfPlayWorkerTest {
  private static final int UNROLL_STEPS = 2;
  private static final int SIMULATIONS = 8;

  /** A search without noise: what it finds can be found again by searching alone. */
  private static SearchConfig exact(SearchAlgorithm algorithm) {
    return search(algorithm, 0, 0);
  }

  private static SearchConfig noisy(SearchAlgorithm algorithm) {
    return search(algorithm, 1, 0.25);
  }

  private static SearchConfig search(SearchAlgorithm algorithm, double gumbel, double dirichlet) {
    return new SearchConfig(
        algorithm, SIMULATIONS, 0, 16, gumbel, 0.1, 50, true, true, 1.25, 19652, 0.3, dirichlet);
  }

  private static SelfPlayConfig selfPlay(int games, double temperature, int temperatureMoves) {
    return new SelfPlayConfig(1, games, temperature, temperatureMoves, 0, 1, 0, 0, 0);
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
        false,
        1,
        1,
        0.01,
        false,
        0,
        rootValue);
  }

  private static GameOptions options(String key, int value) {
    return new GameOptions(Map.of(key, value));
  }

  /** A worker whose games have witnesses. */
  private static class Table {
    final ObservationStacker stacker;
    final MuZeroModel model;
    final SearchConfig searchConfig;
    final RootValue rootValue;
    final List<Witness> games = new ArrayList<>();
    final List<List<Trajectory>> recorded = new ArrayList<>();
    final List<SelfPlayMove> told = new ArrayList<>();
    final SelfPlayWorker worker;
    long weights;

    Table(
        GameProvider game,
        GameOptions options,
        SearchConfig searchConfig,
        SelfPlayConfig config,
        ReplayConfig replay,
        long seed) {
      this.searchConfig = searchConfig;
      rootValue = replay.rootValue();
      EnvironmentSpec spec = game.create(options).spec();
      stacker = new ObservationStacker(spec, replay.stackedFrames());
      model =
          new HashedModel(
              stacker.inputSize(), spec.actionCount(), spec.players() == 1 ? 0.99 : -0.99, 11);
      MuZeroModel asked = seeing(model);
      for (int i = 0; i < config.gamesPerWorker(); i++) {
        recorded.add(new ArrayList<>());
      }
      PlayedGames played =
          new PlayedGames(
              vector(
                  () -> {
                    games.add(new Witness(game.create(options)));
                    return games.get(games.size() - 1);
                  },
                  config.gamesPerWorker()),
              stacker,
              new GameWatch(game.name(), System::nanoTime));
      SelfPlayPorts ports =
          new SelfPlayPorts(
              () -> weights,
              (number, trajectory) -> recorded.get(number).add(trajectory),
              told::add);
      worker =
          new SelfPlayWorker(
              played,
              asked,
              new SelfPlaySettings(searchConfig, config, replay, UNROLL_STEPS),
              ports,
              RandomStream.create(seed, "test", 0));
    }

    /** The model as the worker has it. */
    MuZeroModel seeing(MuZeroModel hashed) {
      return hashed;
    }

    /** The environments: those of this process. */
    VectorEnvironment vector(Supplier<Environment> one, int size) {
      return new LocalEnvironments(one, size);
    }

    List<SelfPlayMove> move(int times) {
      List<SelfPlayMove> moves = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        weights = i;
        moves.add(worker.move());
      }
      return moves;
    }

    /** Searches a recorded position alone. */
    SearchResult searchAlone(Trajectory trajectory, int position) {
      float[] input = new float[stacker.inputSize()];
      boolean[] legal = new boolean[stacker.actionCount()];
      stacker.write(trajectory, position, input, 0);
      trajectory.writeLegal(position, legal, 0);
      return new BatchedSearch(model, searchConfig, 1).search(input, legal, 1, null);
    }

    byte[] saved() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      worker.save(new DataOutputStream(bytes));
      return bytes.toByteArray();
    }

    int restore(byte[] saved) throws IOException {
      return worker.restore(new DataInputStream(new ByteArrayInputStream(saved)));
    }
  }

  private static float[] frame(Table table, Trajectory trajectory, int position) {
    float[] input = new float[table.stacker.inputSize()];
    table.stacker.write(trajectory, position, input, 0);
    return Arrays.copyOf(input, trajectory.frameSize());
  }

  private static int mostLikely(Trajectory trajectory, int t) {
    int best = 0;
    for (int a = 1; a < trajectory.actionCount(); a++) {
      if (trajectory.policy(t, a) > trajectory.policy(t, best)) {
        best = a;
      }
    }
    return best;
  }

  /** Compares a recording with the end of the episode that it is of. */
  private static void assertIsEndOf(Table table, Witness.Episode episode, Trajectory recorded) {
    int skipped = episode.actions.size() - recorded.length();
    Step last = episode.steps.get(episode.steps.size() - 1);
    assertThat(recorded.terminated()).isEqualTo(last.terminated());
    assertThat(recorded.truncated()).isEqualTo(last.truncated());
    for (int t = 0; t < recorded.frameCount(); t++) {
      assertThat(frame(table, recorded, t)).isEqualTo(episode.frames.get(skipped + t));
    }
    for (int t = 0; t < recorded.length(); t++) {
      assertThat(recorded.action(t)).isEqualTo(episode.actions.get(skipped + t));
      assertThat(recorded.reward(t)).isEqualTo((float) episode.steps.get(skipped + t).reward());
      assertThat(recorded.toPlay(t)).isEqualTo(episode.players.get(skipped + t));
      boolean[] legal = new boolean[recorded.actionCount()];
      recorded.writeLegal(t, legal, 0);
      assertThat(legal).isEqualTo(episode.legal.get(skipped + t));
    }
  }

  /** Compares a recording's targets with a search of each position alone. */
  private static void assertIsSearched(Table table, Trajectory recorded) {
    for (int t = 0; t < recorded.searchedPositions(); t++) {
      SearchResult alone = table.searchAlone(recorded, t);
      assertThat(recorded.rootValue(t))
          .isEqualTo(table.rootValue == RootValue.MEAN ? alone.rootValue[0] : alone.policyValue[0]);
      if (t < recorded.length()) {
        assertThat(recorded.networkValue(t)).isEqualTo(alone.networkValue[0]);
      }
      for (int a = 0; t < recorded.length() && a < recorded.actionCount(); a++) {
        assertThat(recorded.policy(t, a)).isEqualTo(alone.policy[a]);
      }
    }
  }

  /** All recordings, each compared with its episode and with searches of its positions. */
  private static List<Trajectory> checkedRecordings(Table table) {
    List<Trajectory> all = new ArrayList<>();
    for (int i = 0; i < table.games.size(); i++) {
      List<Trajectory> recorded = table.recorded.get(i);
      for (int k = 0; k < recorded.size(); k++) {
        assertIsEndOf(table, table.games.get(i).episodes.get(k), recorded.get(k));
        assertIsSearched(table, recorded.get(k));
      }
      all.addAll(recorded);
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({"PUCT,1", "GUMBEL,1", "PUCT,3", "GUMBEL,4"})
  void move_twoPlayers_recordsWhatTheGameDidAndTheSearchFound(
      SearchAlgorithm algorithm, int stackedFrames) {
    Table table =
        new Table(
            Pile.GAME,
            GameOptions.NONE,
            exact(algorithm),
            selfPlay(5, 1, 1000),
            replay(stackedFrames, 1000),
            1);
    long games = table.move(40).stream().mapToLong(SelfPlayMove::games).sum();
    List<Trajectory> recorded = checkedRecordings(table);
    assertThat(recorded).allMatch(Trajectory::terminated);
    assertThat((long) recorded.size()).isEqualTo(games).isGreaterThan(20);
  }

  @ParameterizedTest
  @CsvSource({"PUCT,1,IMPROVED", "GUMBEL,3,IMPROVED", "PUCT,2,MEAN", "GUMBEL,1,MEAN"})
  void move_cutEpisode_isBootstrappedWithTheSearchedValueOfItsLastState(
      SearchAlgorithm algorithm, int stackedFrames, RootValue rootValue) {
    Table table =
        new Table(
            Walk.GAME,
            GameOptions.NONE,
            exact(algorithm),
            selfPlay(4, 0, 0),
            replay(stackedFrames, 1000, rootValue),
            2);
    List<SelfPlayMove> moves = table.move(80);
    assertThat(checkedRecordings(table))
        .filteredOn(Trajectory::truncated)
        .isNotEmpty()
        .allMatch(trajectory -> trajectory.searchedPositions() == trajectory.length() + 1);
    int steps =
        table.games.stream()
            .flatMap(game -> game.episodes.stream())
            .mapToInt(episode -> episode.steps.size())
            .sum();
    assertThat(moves.stream().mapToInt(SelfPlayMove::positions).sum())
        .as("a search for a value alone is no position")
        .isEqualTo(steps);
    assertThat(moves.get(0).simulations()).isEqualTo(4 * SIMULATIONS);
    assertThat(moves.get(0).evaluations()).isEqualTo(4 * (SIMULATIONS + 1));
    float[] values = moves.get(0).rootValues();
    for (int i = 0; i < 4; i++) {
      assertThat(values[i]).isEqualTo(table.recorded.get(i).get(0).rootValue(0));
    }
  }

  /** A drawn move is marked where it is not what the search would have played. */
  @Test
  void move_randomOpenings_areMarkedWhereTheSearchWouldPlayAnotherMove() {
    Table table =
        new Table(
            Pile.GAME,
            options("stones", 20),
            exact(SearchAlgorithm.GUMBEL),
            new SelfPlayConfig(1, 10, 0, 0, 0.5, 3, 0, 0, 0),
            replay(2, 1000),
            3);
    table.move(300);
    int[] lastMarked = new int[4];
    int episodes = 0;
    for (Trajectory trajectory : checkedRecordings(table)) {
      int marked = 0;
      for (int t = 0; t < trajectory.length(); t++) {
        boolean searched = trajectory.action(t) == mostLikely(trajectory, t);
        assertThat(trajectory.isExplored(t)).isEqualTo(!searched);
        marked = searched ? marked : t + 1;
      }
      lastMarked[marked]++;
      episodes++;
    }
    // Half have no opening, a sixth each one of 1 to 3 moves, each marked with probability 1/2.
    double[] shares = {31 / 48.0, 7 / 48.0, 6 / 48.0, 4 / 48.0};
    for (int marked = 0; marked <= 3; marked++) {
      double share = shares[marked];
      assertThat((double) lastMarked[marked] / episodes)
          .isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / episodes)));
    }
  }

  /** With a temperature, Gumbel's own choice is the winner of sequential halving. */
  @ParameterizedTest
  @EnumSource(SearchAlgorithm.class)
  void move_drawnAtATemperature_isMarkedWhereItIsNotTheSearchsAction(SearchAlgorithm algorithm) {
    Table table =
        new Table(
            Walk.GAME,
            GameOptions.NONE,
            exact(algorithm),
            new SelfPlayConfig(1, 10, 1, 1000, 1, 1000, 0, 0, 0),
            replay(1, 1000),
            4);
    table.move(60);
    int marked = 0;
    int unmarked = 0;
    for (Trajectory trajectory : table.recorded.stream().flatMap(List::stream).toList()) {
      for (int t = 0; t < trajectory.length(); t++) {
        int own = table.searchAlone(trajectory, t).action[0];
        assertThat(trajectory.isExplored(t)).isEqualTo(trajectory.action(t) != own);
        marked += trajectory.isExplored(t) ? 1 : 0;
        unmarked += trajectory.isExplored(t) ? 0 : 1;
      }
    }
    assertThat(marked).isPositive();
    assertThat(unmarked).isPositive();
  }

  @Test
  void move_randomShare_marksWhatTheSearchWouldNotPlayAndLeavesTheOthersToTheSearch() {
    Table table =
        new Table(
            Pile.GAME,
            options("stones", 20),
            exact(SearchAlgorithm.GUMBEL),
            new SelfPlayConfig(1, 10, 0, 0, 0, 1, 0, 0.3, 0),
            replay(2, 1000),
            3);
    table.move(300);
    int marked = 0;
    double expected = 0;
    for (Trajectory trajectory : table.recorded.stream().flatMap(List::stream).toList()) {
      for (int t = 0; t < trajectory.length(); t++) {
        boolean best = trajectory.action(t) == mostLikely(trajectory, t);
        assertThat(trajectory.isExplored(t)).isEqualTo(!best);
        marked += trajectory.isExplored(t) ? 1 : 0;
        expected += 0.3 * (1 - 1.0 / trajectory.legalActions(t));
      }
    }
    assertThat((double) marked).isCloseTo(expected, within(4 * Math.sqrt(expected)));
  }

  @Test
  void move_randomSpread_givesEachGameItsShare() {
    Table table =
        new Table(
            Pile.GAME,
            options("stones", 20),
            exact(SearchAlgorithm.GUMBEL),
            new SelfPlayConfig(1, 3, 0, 0, 0, 1, 0, 0.5, 2),
            replay(2, 1000),
            3);
    table.move(1000);
    double[] shares = {0.5, 0.25, 0.125};
    for (int game = 0; game < shares.length; game++) {
      double marked = 0;
      double expected = 0;
      for (Trajectory trajectory : table.recorded.get(game)) {
        for (int t = 0; t < trajectory.length(); t++) {
          marked += trajectory.isExplored(t) ? 1 : 0;
          expected += shares[game] * (1 - 1.0 / trajectory.legalActions(t));
        }
      }
      assertThat(marked).isCloseTo(expected, within(4 * Math.sqrt(expected)));
    }
  }

  @Test
  void move_repeatedOpenings_repeatAsOftenAsSaid() {
    double repeat = 0.6;
    Table table =
        new Table(
            Pile.GAME,
            options("stones", 20),
            exact(SearchAlgorithm.GUMBEL),
            new SelfPlayConfig(1, 20, 0, 0, 1, 1 << 30, repeat, 0, 0), // longer than any game
            replay(1, 1000),
            3);
    table.move(400);
    int repeated = 0;
    int followed = 0;
    int first = 0;
    int episodes = 0;
    for (Trajectory trajectory : table.recorded.stream().flatMap(List::stream).toList()) {
      episodes++;
      first += trajectory.action(0) == 0 ? 1 : 0;
      for (int t = 1; t < trajectory.length() && trajectory.legalActions(t) == 2; t++) {
        followed++;
        repeated += trajectory.action(t) == trajectory.action(t - 1) ? 1 : 0;
      }
    }
    int actionCount = table.stacker.actionCount();
    double expected = repeat + (1 - repeat) / actionCount;
    assertThat((double) repeated / followed)
        .isCloseTo(expected, within(4 * Math.sqrt(expected * (1 - expected) / followed)));
    double share = 1.0 / actionCount;
    assertThat((double) first / episodes)
        .as("an episode's first move repeats nothing, not even the last one of the game before")
        .isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / episodes)));
  }

  @Test
  void move_puctWithTemperature_drawsBySharesOfVisits() {
    double temperature = 0.7;
    Table table =
        new Table(
            Pile.GAME,
            GameOptions.NONE,
            exact(SearchAlgorithm.PUCT),
            selfPlay(50, temperature, 1),
            replay(1, 1000),
            5);
    table.move(200);
    List<Trajectory> all = table.recorded.stream().flatMap(List::stream).toList();
    int[] visits = table.searchAlone(all.get(0), 0).visitCounts;
    double one = Math.pow(visits[0], 1 / temperature);
    double share = one / (one + Math.pow(visits[1], 1 / temperature));
    assertThat(share).as("a position in doubt").isBetween(0.1, 0.9);
    double first = all.stream().filter(t -> t.action(0) == 0).count() / (double) all.size();
    assertThat(first).isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / all.size())));
  }

  @Test
  void move_puctAfterTheTemperatureMoves_playsTheMostVisited() {
    Table table =
        new Table(
            Walk.GAME,
            GameOptions.NONE,
            exact(SearchAlgorithm.PUCT),
            selfPlay(10, 1, 2),
            replay(1, 1000),
            5);
    table.move(60);
    int inDoubt = 0;
    int drawn = 0;
    for (Trajectory trajectory : table.recorded.stream().flatMap(List::stream).toList()) {
      for (int t = 0; t < trajectory.length(); t++) {
        SearchResult alone = table.searchAlone(trajectory, t);
        int most = Arrays.stream(alone.visitCounts).max().orElseThrow();
        if (t < 2) {
          drawn += alone.visitCounts[trajectory.action(t)] < most ? 1 : 0;
        } else {
          assertThat(trajectory.action(t)).isEqualTo(alone.action[0]);
          inDoubt += most < SIMULATIONS ? 1 : 0;
        }
      }
    }
    assertThat(drawn).as("moves drawn against the most visited").isPositive();
    assertThat(inDoubt).as("later positions in doubt").isPositive();
  }

  /** Only moves that were chosen count: neither the opening's nor later random ones. */
  @Test
  void move_temperatureMoves_countWhatWasChosen() {
    Table opened =
        new Table(
            Walk.GAME,
            GameOptions.NONE,
            exact(SearchAlgorithm.PUCT),
            new SelfPlayConfig(1, 10, 1, 1, 1, 1, 0, 0, 0), // one random move, then one chosen
            replay(1, 1000),
            5);
    opened.move(100);
    int secondBySample = 0;
    for (Trajectory trajectory : opened.recorded.stream().flatMap(List::stream).toList()) {
      for (int t = 1; t < trajectory.length(); t++) {
        boolean own = trajectory.action(t) == opened.searchAlone(trajectory, t).action[0];
        assertThat(trajectory.isExplored(t)).isFalse();
        assertThat(own || t == 1).as("move %d is the search's own", t).isTrue();
        secondBySample += own ? 0 : 1;
      }
    }
    assertThat(secondBySample).isPositive();

    Table random =
        new Table(
            Walk.GAME,
            GameOptions.NONE,
            exact(SearchAlgorithm.PUCT),
            new SelfPlayConfig(1, 10, 1, 1, 0, 1, 0, 0.7, 0),
            replay(1, 1000),
            5);
    random.move(200);
    int laterBySample = 0;
    for (Trajectory trajectory : random.recorded.stream().flatMap(List::stream).toList()) {
      int bySample = 0;
      for (int t = 0; t < trajectory.length(); t++) {
        boolean own = trajectory.action(t) == random.searchAlone(trajectory, t).action[0];
        boolean sampled = !own && !trajectory.isExplored(t);
        bySample += sampled ? 1 : 0;
        laterBySample += sampled && t > 0 ? 1 : 0;
      }
      assertThat(bySample).as("moves drawn by visits in a game").isLessThanOrEqualTo(1);
    }
    assertThat(laterBySample).isPositive();
  }

  @Test
  void move_gumbelWithTemperature_playsTheSampledWinnerFirstAndThenTheLikeliest() {
    Table table =
        new Table(
            Pile.GAME,
            GameOptions.NONE,
            noisy(SearchAlgorithm.GUMBEL),
            selfPlay(20, 1, 1),
            replay(1, 1000),
            6);
    table.move(100);
    List<Trajectory> all = table.recorded.stream().flatMap(List::stream).toList();
    assertThat(all).anySatisfy(t -> assertThat(t.action(0)).isZero());
    assertThat(all).anySatisfy(t -> assertThat(t.action(0)).isOne());
    for (Trajectory trajectory : all) {
      for (int t = 1; t < trajectory.length(); t++) {
        assertThat(trajectory.action(t)).isEqualTo(mostLikely(trajectory, t));
      }
    }
  }

  @Test
  void move_trainingStep_isThatOfTheFirstPosition() {
    Table table =
        new Table(
            Pile.GAME,
            options("stones", 1),
            exact(SearchAlgorithm.PUCT),
            selfPlay(1, 0, 0),
            replay(1, 1000),
            7);
    table.move(3);
    assertThat(table.recorded.get(0).stream().map(Trajectory::trainingStep))
        .containsExactly(0L, 1L, 2L);
  }

  /** Plays, saves, plays on; another worker that takes over what was saved must play on alike. */
  private static void assertGoesOnAlike(
      GameProvider game, SearchAlgorithm algorithm, int stackedFrames, int segmentLength)
      throws IOException {
    for (int before : new int[] {0, 1, 37, 38, 39, 40, 41}) {
      SelfPlayConfig config = new SelfPlayConfig(1, 3, 1, 4, 0.5, 3, 0.5, 0.1, 0);
      ReplayConfig replay = replay(stackedFrames, segmentLength);
      Table first = new Table(game, GameOptions.NONE, noisy(algorithm), config, replay, 8);
      first.move(before);
      byte[] saved = first.saved();
      first.recorded.forEach(List::clear);
      List<SelfPlayMove> moves = first.move(50);

      Table second = new Table(game, GameOptions.NONE, noisy(algorithm), config, replay, 999);
      second.restore(saved);
      List<SelfPlayMove> again = second.move(50);
      assertThat(second.recorded).as("after %d moves", before).isEqualTo(first.recorded);
      for (int i = 0; i < 50; i++) {
        assertThat(again.get(i).rootValues()).isEqualTo(moves.get(i).rootValues());
      }
      assertThat(second.saved()).isEqualTo(first.saved());
    }
  }

  @ParameterizedTest
  @CsvSource({"PUCT,1,1000", "GUMBEL,1,1000", "GUMBEL,4,2"})
  void restore_twoPlayers_nextMovesAreThoseWithout(
      SearchAlgorithm algorithm, int stackedFrames, int segmentLength) throws IOException {
    assertGoesOnAlike(Pile.GAME, algorithm, stackedFrames, segmentLength);
  }

  @ParameterizedTest
  @CsvSource({"PUCT,1,1000", "GUMBEL,3,2", "PUCT,2,1"})
  void restore_cutEpisodes_nextMovesAreThoseWithout(
      SearchAlgorithm algorithm, int stackedFrames, int segmentLength) throws IOException {
    assertGoesOnAlike(Walk.GAME, algorithm, stackedFrames, segmentLength);
  }

  /** Bytes of a recording of no positions: format, two numbers, ten columns' lengths. */
  private static final int EMPTY_RECORDING = 1 + 12 * Integer.BYTES;

  /** A game of three moves after an opening of two, as this format and those before save it. */
  private static byte[] threeMoves(int format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(format);
    RandomStream.save(RandomStream.create(3, "test", 0), out);
    out.writeInt(1);
    out.writeLong(4); // seed
    out.writeInt(2); // opening
    out.writeBoolean(false);
    if (format >= 3) {
      out.writeInt(1); // chosen
    }
    out.writeInt(3);
    for (int i = 0; i < 3; i++) {
      out.writeInt(1); // wait
    }
    if (format == 4) {
      out.writeLong(0); // checksum
    }
    out.writeByte(Math.min(format, 3)); // of the recording: of no positions, all columns empty
    out.writeInt(0);
    out.writeInt(0);
    for (int column = 0; column < (format >= 3 ? 10 : 9); column++) {
      out.writeInt(0);
    }
    return bytes.toByteArray();
  }

  @Test
  void restore_formatWithoutChosenMoves_countsThoseAfterTheOpening() throws IOException {
    Table table = walk(1, 12);
    table.restore(threeMoves(2));
    assertThat(unchecked(table.saved())).isEqualTo(threeMoves(4));
    byte[] other = threeMoves(3);
    other[3] = 1;
    assertThatThrownBy(() -> walk(1, 12).restore(other))
        .isInstanceOf(IOException.class)
        .hasMessage("a worker has format 1, this version reads 2 to 4");
  }

  /** A checksum that was not saved is not asked for. */
  @Test
  void restore_formatWithoutChecksum_goesOn() throws IOException {
    Table table = walk(1, 12);
    assertThat(table.restore(threeMoves(3))).isZero();
    assertThat(unchecked(table.saved())).isEqualTo(threeMoves(4));
  }

  /** The same with the checksum of its one game, which precedes the recording, taken out. */
  private static byte[] unchecked(byte[] saved) {
    int end = saved.length - EMPTY_RECORDING;
    byte[] result = saved.clone();
    Arrays.fill(result, end - Long.BYTES, end, (byte) 0);
    assertThat(result).isNotEqualTo(saved);
    return result;
  }

  private static Table walk(int games, int limit) {
    return new Table(
        Walk.GAME,
        options("limit", limit),
        exact(SearchAlgorithm.PUCT),
        selfPlay(games, 0, 0),
        replay(1, 1000),
        9);
  }

  @Test
  void restore_otherNumberOfGames_takesThoseThereAre() throws IOException {
    Table three = walk(3, 12);
    three.move(5);
    byte[] saved = three.saved();
    Table two = walk(2, 12);
    two.restore(saved);
    Table five = walk(5, 12);
    five.restore(saved);
    three.recorded.forEach(List::clear);
    for (Table table : List.of(three, two, five)) {
      table.move(60);
    }
    // Searches without noise at temperature 0: the games that were saved end alike.
    for (int i = 0; i < 2; i++) {
      assertThat(two.recorded.get(i).get(0)).isEqualTo(three.recorded.get(i).get(0));
      assertThat(five.recorded.get(i).get(0)).isEqualTo(three.recorded.get(i).get(0));
    }
    assertThat(five.recorded.get(4)).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(SearchAlgorithm.class)
  void restore_ofAnotherGame_isRefused(SearchAlgorithm algorithm) throws IOException {
    Table pile =
        new Table(
            Pile.GAME, GameOptions.NONE, exact(algorithm), selfPlay(2, 0, 0), replay(1, 1000), 1);
    pile.move(3);
    byte[] saved = pile.saved();
    assertThatThrownBy(() -> walk(2, 12).restore(saved)).isInstanceOf(IOException.class);
  }

  @Test
  void restore_rulesThatCutEarlier_beginsThoseGamesAnew() throws IOException {
    Table table = walk(2, 12);
    while (table.games.get(0).episodes.get(0).actions.size() < 9) {
      table.move(1);
    }
    assertThat(walk(2, 8).restore(table.saved())).isPositive();
  }

  /** Rewards, states, legal actions or an end that differ: each is noticed. */
  @Test
  void restore_environmentThatDoesNotReplay_beginsThoseGamesAnewAndGoesOnWithTheOthers()
      throws IOException {
    int games = 12;
    Table table = walk(games, 12);
    table.move(7);
    byte[] saved = table.saved();
    Table again =
        new Table(
            drifting(),
            GameOptions.NONE,
            exact(SearchAlgorithm.PUCT),
            selfPlay(games, 0, 0),
            replay(1, 1000),
            77);
    int anew = again.restore(saved);
    assertThat(anew).isBetween(2, games - 2);
    int compared = 0;
    for (int i = 0; i < games; i++) {
      Witness.Episode was = now(table, i);
      Witness.Episode is = now(again, i);
      if (is.actions.isEmpty()) {
        anew--;
      } else {
        assertThat(is.actions).isEqualTo(was.actions);
        assertThat(is.steps).isEqualTo(was.steps);
        compared++;
      }
    }
    assertThat(anew).isZero();
    assertThat(compared).isPositive();
    // What is handed out afterwards is of one episode each, from its first state to its end.
    again.move(80);
    for (int i = 0; i < games; i++) {
      for (Trajectory trajectory : again.recorded.get(i)) {
        List<Witness.Episode> whole =
            again.games.get(i).episodes.stream()
                .filter(e -> e.ended() && e.actions.size() == trajectory.length())
                .filter(e -> Arrays.equals(e.frames.get(0), frame(again, trajectory, 0)))
                .toList();
        assertThat(whole).isNotEmpty();
      }
    }
  }

  /** Environments that share a process: where one fails, all are gone until they are revived. */
  private static final class Shared extends Together {
    private final boolean[] there;
    private final long[] seeds;
    private final int[] steps;
    private long broken;
    private boolean dead;
    private int revived;

    /** Fails in the second step of every episode whose seed is a multiple of {@code broken}. */
    Shared(VectorEnvironment environments, long broken) {
      super(environments);
      this.broken = broken;
      there = new boolean[size()];
      seeds = new long[size()];
      steps = new int[size()];
    }

    private void fail() {
      throw BrokenGameException.failed("altered", "its process ended");
    }

    @Override
    public void reset(int from, int to, long[] anew) {
      if (dead) {
        fail();
      }
      for (int i = from; i < to; i++) {
        if (anew[i] != NONE) {
          there[i] = true;
          seeds[i] = anew[i];
          steps[i] = 0;
        }
      }
      super.reset(from, to, anew);
    }

    @Override
    public void step(int from, int to, int[] actions) {
      for (int i = from; i < to; i++) {
        if (actions[i] != NONE) {
          assertThat(there[i]).as("environment %d was reset", i).isTrue();
          if (++steps[i] == 2 && broken > 0 && seeds[i] % broken == 0) {
            dead = true;
          }
        }
      }
      if (dead) {
        fail();
      }
      super.step(from, to, actions);
    }

    @Override
    public boolean revive() {
      if (!dead) {
        return false;
      }
      dead = false;
      revived++;
      Arrays.fill(there, false);
      return true;
    }
  }

  private static final class SharedTable extends Table {
    /** Of the next table, whose environments are made before it is. */
    private static long broken;

    private Shared shared;

    SharedTable(int games) {
      super(
          Walk.GAME,
          GameOptions.NONE,
          exact(SearchAlgorithm.PUCT),
          selfPlay(games, 0, 0),
          replay(1, 1000),
          77);
    }

    @Override
    VectorEnvironment vector(Supplier<Environment> one, int size) {
      shared = new Shared(super.vector(one, size), broken);
      return shared;
    }
  }

  /** Seeds of the saved games that cannot be played again: few, then all. */
  @ParameterizedTest
  @ValueSource(longs = {3, 1})
  void restore_environmentThatFails_beginsThoseGamesAnewAndGoesOnWithTheOthers(long broken)
      throws IOException {
    int games = 6;
    Table table = walk(games, 12);
    table.move(3);
    byte[] saved = table.saved();
    SharedTable.broken = broken;
    SharedTable again = new SharedTable(games + 1);
    int anew = again.restore(saved);
    assertThat(again.shared.revived).isBetween(1, 3);
    assertThat(anew).isBetween(again.shared.revived, games);
    if (broken == 1) {
      assertThat(anew).isEqualTo(games);
    }
    for (int i = 0; i < games; i++) {
      Witness.Episode is = now(again, i);
      if (is.actions.isEmpty()) {
        anew--;
      } else {
        assertThat(is.actions).isEqualTo(now(table, i).actions);
        assertThat(is.steps).isEqualTo(now(table, i).steps);
      }
    }
    assertThat(anew).as("those that are at their first move").isZero();
    assertThat(again.shared.there).containsOnly(true);
    assertThat(now(again, games).actions).as("was not saved").isEmpty();
    again.shared.broken = 0;
    again.move(13); // longer than any episode: what is handed out first is of one episode alone
    for (int i = 0; i < games; i++) {
      List<Witness.Episode> episodes = again.games.get(i).episodes;
      Trajectory first = again.recorded.get(i).get(0);
      assertThat(episodes)
          .as("game %d", i)
          .anySatisfy(episode -> assertThat(episode.actions).hasSize(first.length()));
    }
  }

  private static Witness.Episode now(Table table, int game) {
    List<Witness.Episode> episodes = table.games.get(game).episodes;
    return episodes.get(episodes.size() - 1);
  }

  /** Walks whose chance depends on more than the seed where that is odd: here, on the session. */
  private static GameProvider drifting() {
    return AlteredWalk.game(
        () ->
            new AlteredWalk() {
              @Override
              public void reset(long seed) {
                super.reset(seed % 2 == 0 ? seed : seed + 1_000_003);
              }
            });
  }

  /** Walks that are seen as a byte for each number. */
  private static GameProvider pictures() {
    return AlteredWalk.game(
        () ->
            new AlteredWalk() {
              @Override
              public EnvironmentSpec spec() {
                return super.spec().withFormat(ObservationFormat.BYTES);
              }

              @Override
              public void observe(float[] target, int offset) {
                super.observe(target, offset);
                for (int i = offset; i < offset + 2; i++) {
                  target[i] = Math.round(target[i] * 255) / 255f;
                }
              }
            });
  }

  /** A model that makes floats of pictures as a network does, and counts how often. */
  private static final class Seeing extends ForwardingModel {
    private final ObservationStacker stacker;
    int asked;

    Seeing(MuZeroModel model, ObservationStacker stacker) {
      super(model);
      this.stacker = stacker;
    }

    @Override
    public void initialInference(
        float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
      throw new AssertionError("pictures go to the model as bytes");
    }

    @Override
    public boolean takesPictures() {
      return true;
    }

    @Override
    public void initialInference(
        PictureInputs pictures, int count, HiddenStates states, int[] rows, ModelOutput output) {
      asked++;
      int size = stacker.inputSize();
      int stacked = stacker.stackedFrames();
      int bytes = stacked * stacker.frameSize();
      float[] floats = new float[count * size];
      for (int row = 0; row < count; row++) {
        for (int i = 0; i < bytes; i++) {
          floats[row * size + i] = (pictures.frames()[row * bytes + i] & 0xFF) / 255f;
        }
        for (int i = 0; i < size - bytes; i++) {
          int led = pictures.actions()[row * stacked + i];
          floats[row * size + bytes + i] = (led + 1f) / actionCount();
        }
      }
      model.initialInference(floats, count, states, rows, output);
    }
  }

  /** What is played and recorded does not depend on how inputs go to the model. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void move_ofPictures_isThatOfTheSameInputsAsFloats(int stackedFrames) {
    List<Seeing> seeing = new ArrayList<>();
    List<List<List<Trajectory>>> recorded = new ArrayList<>();
    for (boolean bytes : new boolean[] {false, true}) {
      Table table =
          new Table(
              pictures(),
              GameOptions.NONE,
              noisy(SearchAlgorithm.GUMBEL),
              selfPlay(3, 0, 0),
              replay(stackedFrames, 1000),
              5) {
            @Override
            MuZeroModel seeing(MuZeroModel hashed) {
              if (!bytes) {
                return hashed;
              }
              seeing.add(new Seeing(hashed, stacker));
              return seeing.get(0);
            }
          };
      table.move(40);
      recorded.add(table.recorded);
    }
    assertThat(seeing.get(0).asked).isEqualTo(40);
    assertThat(recorded.get(1)).isEqualTo(recorded.get(0));
    assertThat(recorded.get(0).get(2)).isNotEmpty();
  }

  @Test
  void restore_cutShort_isRefused() throws IOException {
    Table table = walk(2, 12);
    table.move(3);
    byte[] saved = table.saved();
    for (int length = 0; length < saved.length; length += 7) {
      byte[] shorter = Arrays.copyOf(saved, length);
      assertThatThrownBy(() -> walk(2, 12).restore(shorter)).isInstanceOf(IOException.class);
    }
  }

  /** Environments that are stepped in one call, as those of another process would be. */
  private static class Together implements VectorEnvironment {
    private final VectorEnvironment environments;
    private int steps;

    Together(VectorEnvironment environments) {
      this.environments = environments;
    }

    @Override
    public EnvironmentSpec spec() {
      return environments.spec();
    }

    @Override
    public int size() {
      return environments.size();
    }

    @Override
    public int stride() {
      return environments.size();
    }

    @Override
    public VectorState state() {
      return environments.state();
    }

    @Override
    public void reset(int from, int to, long[] seeds) {
      environments.reset(from, to, seeds);
    }

    @Override
    public void step(int from, int to, int[] actions) {
      steps++;
      environments.step(from, to, actions);
    }

    @Override
    public String text(int environment) {
      return environments.text(environment);
    }

    @Override
    public void close() {
      environments.close();
    }
  }

  private static final class TogetherTable extends Table {
    private Together together;

    TogetherTable(GameProvider game, SearchConfig search, SelfPlayConfig config, long seed) {
      super(game, GameOptions.NONE, search, config, replay(2, 1000), seed);
    }

    @Override
    VectorEnvironment vector(Supplier<Environment> one, int size) {
      together = new Together(super.vector(one, size));
      return together;
    }
  }

  /** Where choosing a move draws nothing, the games are the same however they are stepped. */
  @Test
  void move_environmentsSteppedTogether_playsTheSameGamesInOneCallAMove() {
    for (GameProvider game : List.of(Pile.GAME, Walk.GAME)) {
      SearchConfig search = noisy(SearchAlgorithm.GUMBEL);
      SelfPlayConfig config = selfPlay(5, 1, 1000);
      TogetherTable together = new TogetherTable(game, search, config, 3);
      Table alone = new Table(game, GameOptions.NONE, search, config, replay(2, 1000), 3);
      together.move(60);
      alone.move(60);
      assertThat(together.recorded).isEqualTo(alone.recorded);
      assertThat(together.recorded).allMatch(ofGame -> !ofGame.isEmpty());
      assertThat(together.together.steps).isEqualTo(60);
    }
  }

  @Test
  void move_environmentsSteppedTogetherWithRandomMoves_recordsWhatTheGamesDid() throws IOException {
    SelfPlayConfig config = new SelfPlayConfig(1, 5, 1, 4, 0.5, 3, 0.5, 0.1, 0);
    TogetherTable table = new TogetherTable(Walk.GAME, exact(SearchAlgorithm.PUCT), config, 3);
    table.move(50);
    assertThat(checkedRecordings(table)).hasSizeGreaterThan(5);
    byte[] saved = table.saved();
    table.recorded.forEach(List::clear);
    table.move(40);
    TogetherTable again = new TogetherTable(Walk.GAME, exact(SearchAlgorithm.PUCT), config, 99);
    again.restore(saved);
    again.move(40);
    assertThat(again.recorded).isEqualTo(table.recorded);
  }

  @Test
  void move_ports_areToldWhatWasPlayedWithWhichWeights() {
    Table table =
        new Table(
            Pile.GAME,
            GameOptions.NONE,
            noisy(SearchAlgorithm.GUMBEL),
            selfPlay(4, 1, 1000),
            replay(1, 1000),
            3);
    List<SelfPlayMove> moves = table.move(20);
    assertThat(table.told).isEqualTo(moves);
    for (int i = 0; i < moves.size(); i++) {
      assertThat(moves.get(i).trainingStep()).isEqualTo(i);
    }
    assertThat(moves.stream().mapToLong(SelfPlayMove::games).sum())
        .isEqualTo(table.recorded.stream().mapToLong(List::size).sum());
  }
}
