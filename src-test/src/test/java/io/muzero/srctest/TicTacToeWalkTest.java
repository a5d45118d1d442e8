package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Step;
import io.muzero.games.tictactoe.TicTacToe;
import io.muzero.games.tictactoe.TicTacToeProvider;
import io.muzero.games.tictactoe.TicTacToeSolver;
import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.Transitions;
import io.muzero.replay.ObservationStacker;
import io.muzero.search.SearchAlgorithm;
import io.muzero.search.SearchConfig;
import io.muzero.selfplay.Evaluation;
import io.muzero.selfplay.ExhaustiveReport;
import io.muzero.selfplay.MatchResult;
import io.muzero.selfplay.SearchAgent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The walk over all of tic-tac-toe, with a model that knows the game in the network's place. */
class TicTacToeWalkTest {
  private static final int CELLS = 9;
  private static final int ALL = 0b111_111_111;
  private static final int[] LINES = {
    0b000_000_111, 0b000_111_000, 0b111_000_000, 0b001_001_001,
    0b010_010_010, 0b100_100_100, 0b100_010_001, 0b001_010_100
  };
  private static final TicTacToeSolver SOLVER = new TicTacToeSolver();
  private static final TicTacToeProvider GAME = new TicTacToeProvider();
  private static final ObservationStacker STACKER =
      new ObservationStacker(new TicTacToe().spec(), 1);

  private static boolean isOver(int own, int theirs) {
    return (own | theirs) == ALL || Arrays.stream(LINES).anyMatch(line -> (theirs & line) == line);
  }

  /** A hidden state is the marks of both players; −1 after the end. */
  private record Knowing(boolean goodPolicy) implements MuZeroModel {
    @SuppressWarnings("ArrayRecordComponent")
    private record Marks(int[] marks) implements HiddenStates {
      @Override
      public int rows() {
        return marks.length;
      }

      @Override
      public void close() {}
    }

    /** The policy holds the best moves likeliest, or the worst. */
    private void predict(int own, int theirs, int i, ModelOutput output) {
      output.value[i] = SOLVER.value(own, theirs);
      for (int a = 0; a < CELLS; a++) {
        boolean free = ((own | theirs) >>> a & 1) == 0;
        int value = free ? -SOLVER.value(theirs, own | 1 << a) : 0;
        output.policyLogits[i * CELLS + a] = goodPolicy ? value : -value;
      }
    }

    @Override
    public int actionCount() {
      return CELLS;
    }

    @Override
    public int observationSize() {
      return 3 * CELLS;
    }

    @Override
    public HiddenStates newHiddenStates(int rows) {
      return new Marks(new int[rows]);
    }

    @Override
    public void initialInference(
        float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
      for (int i = 0; i < count; i++) {
        int own = 0;
        int theirs = 0;
        for (int cell = 0; cell < CELLS; cell++) {
          own |= (int) observations[i * 3 * CELLS + cell] << cell;
          theirs |= (int) observations[i * 3 * CELLS + CELLS + cell] << cell;
        }
        ((Marks) states).marks[rows[i]] = own << CELLS | theirs;
        predict(own, theirs, i, output);
      }
    }

    @Override
    public void recurrentInference(
        HiddenStates states, Transitions transitions, ModelOutput output) {
      int[] parentRows = transitions.parentRows();
      int[] actions = transitions.actions();
      int[] childRows = transitions.childRows();
      int count = transitions.count();
      int[] marks = ((Marks) states).marks;
      for (int i = 0; i < count; i++) {
        int before = marks[parentRows[i]];
        int mine = before >>> CELLS | 1 << actions[i];
        int other = before & ALL;
        boolean legal = before >= 0 && ((before >>> CELLS | other) >>> actions[i] & 1) == 0;
        if (legal && !isOver(other, mine)) {
          marks[childRows[i]] = other << CELLS | mine;
          predict(other, mine, i, output);
          output.reward[i] = 0;
          output.discount[i] = -1;
        } else {
          boolean won = legal && Arrays.stream(LINES).anyMatch(line -> (mine & line) == line);
          marks[childRows[i]] = -1;
          output.value[i] = 0;
          Arrays.fill(output.policyLogits, i * CELLS, (i + 1) * CELLS, 0f);
          output.reward[i] = won ? 1 : before >= 0 && !legal ? -1 : 0;
          output.discount[i] = 0;
        }
      }
    }

    @Override
    public void close() {}
  }

  private static SearchAgent agent(boolean goodPolicy) {
    // One action deep, where the model's values are exact.
    SearchConfig search =
        new SearchConfig(
            SearchAlgorithm.GUMBEL, 9, 1, 9, 0, 0.1, 50, true, true, 1.25, 19652, 0.3, 0);
    return new SearchAgent(new Knowing(goodPolicy), search, false, STACKER, 256);
  }

  private static Evaluation evaluation(SearchAgent agent) {
    return new Evaluation(GAME, GameOptions.NONE, agent);
  }

  /** Lines that the agent meets from a state on, counted one by one. */
  private static long lines(SearchAgent agent, Environment state, int seat) {
    long lines = 0;
    int decision = -1;
    if (state.playerToMove() == seat) {
      decision = agent.search(List.of(new Episode(state)))[0];
    }
    for (int a = 0; a < CELLS; a++) {
      if (state.isLegal(a) && (decision < 0 || a == decision)) {
        Environment next = state.copy();
        Step step = next.step(Action.of(a));
        lines += step.ended() ? 1 : lines(agent, next, seat);
      }
    }
    return lines;
  }

  @Test
  void exhaustive_perfectModel_losesNothingAndDecidesAllStatesRight() {
    SearchAgent agent = agent(true);
    ExhaustiveReport report = evaluation(agent).exhaustive();
    assertThat(report.states()).isEqualTo(4520);
    assertThat(report.losses()).isZero();
    assertThat(report.badDecisionsSearch()).isZero();
    assertThat(report.badDecisionsPolicy()).isZero();
    long lines = lines(agent, new TicTacToe(), 0) + lines(agent, new TicTacToe(), 1);
    assertThat(report.lines()).isEqualTo(lines);
  }

  /** States that have not ended, and in which not all moves are alike. */
  private static void collect(TicTacToe state, Set<Integer> all, Set<Integer> matters) {
    int key = state.ownMarks() << CELLS | state.opponentMarks();
    if (!all.add(key)) {
      return;
    }
    int[] values = SOLVER.actionValues(state);
    if (Arrays.stream(values).filter(v -> v != Integer.MIN_VALUE).distinct().count() > 1) {
      matters.add(key);
    }
    for (int a = 0; a < CELLS; a++) {
      if (state.isLegal(a)) {
        TicTacToe next = state.copy();
        if (!next.step(Action.of(a)).ended()) {
          collect(next, all, matters);
        }
      }
    }
  }

  @Test
  void exhaustive_perverseButForesightedModel_isSavedByItsSearch() {
    Set<Integer> all = new HashSet<>();
    Set<Integer> matters = new HashSet<>();
    collect(new TicTacToe(), all, matters);
    ExhaustiveReport report = evaluation(agent(false)).exhaustive();
    assertThat(report.states()).isEqualTo(all.size());
    assertThat(report.badDecisionsPolicy()).isEqualTo(matters.size());
    assertThat(report.badDecisionsSearch()).isZero();
    assertThat(report.losses()).isZero();
  }

  @Test
  void match_perfectAgents_draw() {
    Evaluation evaluation = evaluation(agent(true));
    assertThat(evaluation.match("perfect", 20, 0, 1, Evaluation.Spectator.NONE))
        .usingRecursiveComparison()
        .ignoringFields("distinct")
        .isEqualTo(new MatchResult("perfect", 0, 20, 0));
    assertThat(evaluation.match("random", 100, 0, 1, Evaluation.Spectator.NONE))
        .satisfies(result -> assertThat(result.losses()).isZero())
        .satisfies(result -> assertThat(result.wins()).isGreaterThan(70));
  }
}
