package io.muzero.games.table;

import io.muzero.games.random.Pcg64;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * The chances of a world of S states and A actions: where episodes start, and what may follow from
 * each state and action.
 *
 * <p>Immutable and thread-safe.
 */
public final class TransitionTable {

  /**
   * One thing that may follow from an action.
   *
   * @param probability within (0, 1]; those of an action sum to 1
   * @param next the state then
   * @param reward the step's reward
   * @param terminated whether the episode ends with it
   */
  public record Outcome(double probability, int next, double reward, boolean terminated) {}

  /** What may follow from an action, in the order draws go through; none when it is illegal. */
  @FunctionalInterface
  public interface Rule {
    List<Outcome> outcomes(int state, int action);
  }

  private final int actions;
  private final double[] start;
  private final List<List<Outcome>> outcomes;
  private final DoubleSummaryStatistics rewards;

  /**
   * Lists the chances.
   *
   * @param start probability [S] of starting in each state
   * @param actions number A of actions
   * @param rule asked once for each state and action
   */
  public TransitionTable(double[] start, int actions, Rule rule) {
    this.actions = actions;
    this.start = start.clone();
    List<List<Outcome>> all = new ArrayList<>(start.length * actions);
    for (int state = 0; state < start.length; state++) {
      for (int action = 0; action < actions; action++) {
        all.add(List.copyOf(rule.outcomes(state, action)));
      }
    }
    outcomes = List.copyOf(all);
    rewards = all.stream().flatMap(List::stream).mapToDouble(Outcome::reward).summaryStatistics();
  }

  /** Number S of states. */
  public int states() {
    return start.length;
  }

  /** Number A of actions. */
  public int actions() {
    return actions;
  }

  /** Probability that an episode starts in a state. */
  public double start(int state) {
    return start[state];
  }

  /** What may follow; empty when the action is illegal. */
  public List<Outcome> outcomes(int state, int action) {
    return outcomes.get(state * actions + action);
  }

  /** Whether an action is legal in a state. */
  public boolean isLegal(int state, int action) {
    return !outcomes(state, action).isEmpty();
  }

  /** Least reward of any outcome. */
  public double rewardLow() {
    return rewards.getMin();
  }

  /** Greatest reward of any outcome. */
  public double rewardHigh() {
    return rewards.getMax();
  }

  /** The states in which an episode can be while it goes on, in ascending order. */
  public int[] reachable() {
    boolean[] seen = new boolean[start.length];
    List<Integer> queue = new ArrayList<>();
    for (int state = 0; state < start.length; state++) {
      if (start[state] > 0) {
        seen[state] = true;
        queue.add(state);
      }
    }
    for (int i = 0; i < queue.size(); i++) {
      for (int action = 0; action < actions; action++) {
        for (Outcome outcome : outcomes(queue.get(i), action)) {
          if (!outcome.terminated && !seen[outcome.next]) {
            seen[outcome.next] = true;
            queue.add(outcome.next);
          }
        }
      }
    }
    return queue.stream().mapToInt(state -> state).sorted().toArray();
  }

  /** Draws a start, as Gymnasium's {@code categorical_sample}: one number of the generator. */
  public int drawStart(Pcg64 random) {
    double draw = random.random();
    double sum = 0;
    for (int state = 0; state < start.length; state++) {
      sum += start[state];
      if (sum > draw) {
        return state;
      }
    }
    return 0;
  }

  /** Draws what follows, as Gymnasium's {@code categorical_sample}, even where it is certain. */
  public Outcome draw(Pcg64 random, int state, int action) {
    List<Outcome> possible = outcomes(state, action);
    double draw = random.random();
    double sum = 0;
    for (Outcome outcome : possible) {
      sum += outcome.probability;
      if (sum > draw) {
        return outcome;
      }
    }
    return possible.get(0);
  }
}
