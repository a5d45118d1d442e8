package io.muzero.launcher.diagnose;

import io.muzero.agent.AgentInfo;
import io.muzero.agent.Decision;
import io.muzero.launcher.diagnose.Mean.Estimate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an examination found. Values are in the view of the player to move.
 *
 * @param subject who was examined
 * @param played what was played
 * @param solved how it compares with the solver; null where there is none
 * @param calibration predicted values and the results that followed
 * @param depths the unrolled model by depth, from 1
 * @param searches searches by their simulations, from 0
 * @param worst the worst positions, the worst first
 */
public record AgentReport(
    AgentInfo subject,
    Played played,
    @Nullable Solved solved,
    Calibration calibration,
    List<Depth> depths,
    List<Budget> searches,
    List<Worst> worst) {

  /** Whether it was stopped before there was anything to show. */
  public boolean isEmpty() {
    return played.finished() == 0
        && solved == null
        && depths.isEmpty()
        && searches.isEmpty()
        && worst.isEmpty();
  }

  /**
   * What was played.
   *
   * @param games games asked for
   * @param finished games played to their end
   * @param positions positions in which the agent decided, those of unfinished games too
   * @param seed of the games
   * @param stopped whether it was ended early
   * @param players 1 or 2
   * @param score the games' result: for one player the return; for two that of the first
   */
  public record Played(
      int games,
      int finished,
      int positions,
      long seed,
      boolean stopped,
      int players,
      Estimate score) {}

  /**
   * Comparison with the solver, over the positions that were kept.
   *
   * @param outcomes by the solver's value: −1, 0, 1
   * @param phases by the number of moves before
   * @param network right moves of the network alone, share
   * @param search right moves of the search, share
   */
  public record Solved(
      List<Outcome> outcomes, List<Phase> phases, Estimate network, Estimate search) {}

  /**
   * Positions of one value.
   *
   * @param value by the solver
   * @param network quantiles of the network's value: 5, 25, 50, 75 and 95 %
   * @param search likewise of the search's
   */
  public record Outcome(int value, int count, List<Double> network, List<Double> search) {}

  /**
   * Positions of one part of the game.
   *
   * @param from moves before, at least
   * @param to moves before, at most
   * @param network right moves of the network alone, share
   * @param search right moves of the search, share
   */
  public record Phase(int from, int to, Estimate network, Estimate search) {}

  /**
   * Predicted values and results.
   *
   * @param network bins of the network's value
   * @param search bins of the search's value
   * @param networkError root of the mean squared difference to the result
   * @param searchError likewise of the search
   */
  public record Calibration(
      List<Bin> network, List<Bin> search, double networkError, double searchError) {}

  /**
   * Positions whose values were alike.
   *
   * @param predicted the mean of the values
   * @param result the mean of the results
   */
  public record Bin(double predicted, Estimate result) {}

  /**
   * The model unrolled so many steps along the moves that were played.
   *
   * @param depth steps
   * @param reward absolute error of the reward of that step
   * @param imagined absolute error of the value of the imagined state against the result
   * @param observed the same of the state that is seen
   * @param policy total variation distance of the policies of the two, within [0, 1]
   * @param distance of their hidden states; without numbers where the model does not show them
   * @param moved distance of the states that are seen before and after the step
   */
  public record Depth(
      int depth,
      Estimate reward,
      Estimate imagined,
      Estimate observed,
      Estimate policy,
      Estimate distance,
      Estimate moved) {}

  /**
   * Searches of one length.
   *
   * @param simulations 0: the network alone
   * @param agrees share of positions in which it chooses what the longest search chooses
   * @param right share of right moves by the solver; without numbers where there is none
   * @param drift absolute difference of its value to that of the longest search
   */
  public record Budget(int simulations, Estimate agrees, Estimate right, Estimate drift) {}

  /**
   * A position in which the agent is far off.
   *
   * @param game number of the game
   * @param moves names of the moves that led there
   * @param toMove name of the player to move
   * @param json the state's picture
   * @param text the state as text
   * @param actions candidates, those thought best first
   * @param decision what the agent thought
   * @param result the return that followed; NaN where the game was stopped
   * @param solver the solver's value; null where there is none
   * @param cells how actions lie on the board
   */
  public record Worst(
      int game,
      List<String> moves,
      String toMove,
      String json,
      String text,
      List<Choice> actions,
      Decision decision,
      double result,
      @Nullable Integer solver,
      Cells cells) {}

  /** How actions lie on the board: not at all, as cells or as columns. */
  public enum Cells {
    /** Not at all. */
    NONE,
    /** Each is a cell. */
    CELLS,
    /** Each is a column. */
    COLUMNS
  }

  /**
   * An action that was considered.
   *
   * @param name for people
   * @param candidate what the search found out
   * @param solver the solver's value; null where there is none
   */
  public record Choice(String name, Decision.Candidate candidate, @Nullable Integer solver) {}
}
