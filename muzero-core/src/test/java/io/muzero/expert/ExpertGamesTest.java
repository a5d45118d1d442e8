package io.muzero.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muzero.environment.Action;
import io.muzero.environment.AlteredPile;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Pile;
import io.muzero.environment.Step;
import io.muzero.random.RandomStream;
import io.muzero.replay.FixedGames;
import io.muzero.replay.ObservationHistory;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.ReplayBuffer;
import io.muzero.replay.ReplayConfig;
import io.muzero.replay.RootValue;
import io.muzero.replay.TrainingBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpertGamesTest {
  private static final double DISCOUNT = 0.9;

  /** Seven stones; 1 takes two. 0 1 0 1 1: 6 4 3 1 0, the fifth move takes the last. */
  private static GameRecord game(int randomMoves, int result, Integer... moves) {
    return new GameRecord(
        "pile", List.of(moves), randomMoves, result, new GameRecord.Source("x", 1));
  }

  private static ReplayConfig replay(int stackedFrames) {
    return new ReplayConfig(
        1000, 8, 3, 0.7, DISCOUNT, stackedFrames, 1, true, 0.6, 0.4, 0.01, true, 0, RootValue.MEAN);
  }

  private static Environment pile() {
    return Pile.GAME.create(GameOptions.NONE);
  }

  private static ExpertGames games(int stackedFrames, double smoothing, GameRecord... games) {
    ObservationStacker stacker = new ObservationStacker(pile().spec(), stackedFrames);
    return new ExpertGames(
        pile(), new ExpertGames.Targets(stacker, replay(stackedFrames), smoothing), List.of(games));
  }

  @Test
  void at_positionsOfADecidedGame_haveSmoothedMovesAndTheDiscountedResult() {
    ExpertGames games = games(1, 0.2, game(0, 1, 0, 1, 0, 1, 0));
    assertThat(games.positions()).isEqualTo(5);
    for (int t = 0; t < 5; t++) {
      FixedGames.Window window = games.at(t, 0);
      int move = games.moveAt(t);
      // With one stone left only one move is legal, and gets all.
      boolean two = t < 4;
      assertThat(window.part().policy(window.index(), move))
          .isCloseTo(two ? 0.9f : 1f, within(1e-6f));
      assertThat(window.part().policy(window.index(), 1 - move))
          .isCloseTo(two ? 0.1f : 0f, within(1e-6f));
      assertThat((double) window.valueTargets()[window.index()])
          .isCloseTo((t % 2 == 0 ? 1 : -1) * Math.pow(DISCOUNT, 4 - t), within(1e-6));
      assertThat(window.part().toPlay(window.index())).isEqualTo(t % 2);
    }
    assertThat(games.at(4, 3).part().terminated()).isTrue();
    assertThat(games.at(1, 3).part().terminated()).isTrue();
    assertThat(games.at(0, 3).part().terminated()).isFalse();
    assertThat(games.at(0, 3).part().length()).isEqualTo(4);
    assertThat(games.at(4, 0).part().reward(games.at(4, 0).index())).isEqualTo(1f);
    assertThatThrownBy(() -> games.at(5, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void at_rewardsOnTheWay_countFromTheirMoveOnAlone() {
    // Who moves gets a quarter of a stone for each one left, and one more for the last.
    Environment paid =
        AlteredPile.game(
                new AlteredPile.Fault() {
                  @Override
                  public Step brings(Step step) {
                    return step.ended() ? step : Step.going(0.25);
                  }
                })
            .create(GameOptions.NONE);
    ObservationStacker stacker = new ObservationStacker(paid.spec(), 1);
    ExpertGames games =
        new ExpertGames(
            paid,
            new ExpertGames.Targets(stacker, replay(1), 0),
            List.of(game(0, 1, 0, 1, 0, 1, 0)));
    double expected = 0;
    for (int t = 4; t >= 0; t--) {
      // In the view of the player to move, who makes every other move.
      expected = (t == 4 ? 1 : 0.25) - DISCOUNT * expected;
      FixedGames.Window window = games.at(t, 0);
      assertThat((double) window.valueTargets()[window.index()])
          .as("move %d", t)
          .isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void at_movesDrawnAtRandom_areNoPositions() {
    ExpertGames games =
        games(1, 0, game(2, 1, 0, 1, 0, 1, 0), game(5, 1, 0, 1, 0, 1, 0), game(4, -1, 1, 1, 1, 0));
    assertThat(games.positions()).isEqualTo(3);
    List<Integer> left = new ArrayList<>();
    for (int position = 0; position < 3; position++) {
      FixedGames.Window window = games.at(position, 2);
      float[] frame = new float[8];
      new ObservationStacker(pile().spec(), 1).write(window.part(), window.index(), frame, 0);
      for (int stones = 0; stones < 8; stones++) {
        if (frame[stones] == 1) {
          left.add(stones);
        }
      }
    }
    assertThat(left).containsExactly(4, 3, 1);
  }

  @Test
  void at_gameThatWasResignedOrJudgedOtherwise_endsWithTheWrittenResult() {
    ExpertGames resigned = games(1, 0, game(0, -1, 0, 1));
    FixedGames.Window last = resigned.at(1, 4);
    assertThat(last.part().truncated()).isTrue();
    // The second player, to move there, wins; of the state after it the first player loses.
    assertThat((double) last.valueTargets()[last.index()]).isCloseTo(DISCOUNT, within(1e-6));
    assertThat(last.part().rootValue(last.part().length())).isEqualTo(-1f);
    ExpertGames judged = games(1, 0, game(0, -1, 0, 1, 0, 1, 0));
    assertThat(judged.positions()).isEqualTo(4);
    FixedGames.Window end = judged.at(3, 4);
    assertThat(end.part().truncated()).isTrue();
    assertThat(end.part().reward(end.index())).isZero();
  }

  @Test
  void at_stackedFrames_showWhatPlayingShows() {
    ObservationStacker stacker = new ObservationStacker(pile().spec(), 3);
    ExpertGames games = games(3, 0, game(0, 1, 0, 1, 0, 1, 0));
    Environment environment = pile();
    environment.reset(0);
    ObservationHistory history = stacker.newHistory();
    history.start(environment.observation(), 0);
    float[] played = new float[stacker.inputSize()];
    float[] read = new float[stacker.inputSize()];
    for (int t = 0; t < 5; t++) {
      history.write(played, 0);
      FixedGames.Window window = games.at(t, 2);
      stacker.write(window.part(), window.index(), read, 0);
      assertThat(read).as("position " + t).isEqualTo(played);
      environment.step(Action.of(games.moveAt(t)));
      history.add(games.moveAt(t), environment.observation(), 0);
    }
  }

  @Test
  void sample_someRowsOfGamesThatStay_haveTheirTargetsAndNegativeIds() {
    ReplayBuffer buffer =
        new ReplayBuffer(pile().spec(), replay(1), RandomStream.create(1, "sampling", 0));
    ExpertGames games = games(1, 0, game(0, 1, 0, 1, 0, 1, 0));
    TrainingBatch batch = buffer.newBatch(10, 2, false);
    assertThatThrownBy(() -> buffer.sample(batch, 10)).hasMessageContaining("no games that stay");
    buffer.keep(games);
    assertThatThrownBy(() -> buffer.sample(batch, 9)).hasMessageContaining("empty replay buffer");
    assertThat(buffer.size()).isZero();
    buffer.sample(batch, 10);
    int[] seen = new int[5];
    for (int b = 0; b < 10; b++) {
      int t = (int) (-1 - batch.positions[b]);
      seen[t]++;
      assertThat(batch.policyTarget[b * 2 + games.moveAt(t)]).isEqualTo(1f);
      assertThat((double) batch.valueTarget[b])
          .isCloseTo((t % 2 == 0 ? 1 : -1) * Math.pow(DISCOUNT, 4 - t), within(1e-6));
      assertThat(batch.importance[b]).isEqualTo(1f);
      // What follows: the game goes on, or its end is absorbing.
      assertThat(batch.policyWeight[10 + b]).isEqualTo(t < 4 ? 1f : 0f);
      assertThat(batch.valueWeight[20 + b]).isEqualTo(1f);
    }
    assertThat(seen).containsOnly(2); // stratified: twice as many rows as positions
    buffer.updatePriorities(batch.positions, new float[10]);

    buffer.add(games.at(0, 4).part());
    buffer.sample(batch, 4);
    for (int b = 0; b < 10; b++) {
      assertThat(batch.positions[b] < 0).isEqualTo(b < 4);
    }
  }

  @Test
  void corpus_sameSeed_holdsOutTheSameDifferentGames() {
    List<GameRecord> all = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      List<Integer> moves = new ArrayList<>();
      for (int bit = 0; bit < 5; bit++) {
        moves.add(i >> bit & 1);
      }
      all.add(new GameRecord("pile", moves, 0, 1, new GameRecord.Source("x", i)));
    }
    List<GameRecord> twice = new ArrayList<>(all);
    twice.addAll(all);
    ExpertCorpus one = ExpertCorpus.of(twice, 0.25, RandomStream.create(7, "held-out games", 0));
    ExpertCorpus two = ExpertCorpus.of(twice, 0.25, RandomStream.create(7, "held-out games", 0));
    assertThat(one).isEqualTo(two);
    assertThat(one.duplicates()).isEqualTo(32);
    assertThat(one.heldOut()).hasSize(8);
    assertThat(one.training()).hasSize(24).doesNotContainAnyElementsOf(one.heldOut());
    assertThat(ExpertCorpus.of(all, 0, RandomStream.create(7, "x", 0)).heldOut()).isEmpty();
    assertThat(ExpertCorpus.of(all.subList(0, 2), 0.01, RandomStream.create(7, "x", 0)).heldOut())
        .hasSize(1);
  }
}
