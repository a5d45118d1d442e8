package io.muzero.games.frozenlake;

import io.muzero.games.picture.GridPicture;
import io.muzero.games.table.TableEnvironment;
import io.muzero.games.table.TransitionTable;
import io.muzero.games.table.TransitionTable.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lake to be crossed from the top left to the bottom right corner without falling into a hole, on
 * ice where a step may slip to either side: Gymnasium's {@code FrozenLake-v1}, 4×4 or 8×8.
 *
 * <p><b>Observation</b> 16×1×1 or 64×1×1: the tile the walker stands on, one-hot, row by row; with
 * {@code time_aware} one number more, the share of {@code max_steps} that has passed.
 *
 * <p><b>Actions</b>: 0 left, 1 down, 2 right, 3 up. On slippery ice the step goes there with
 * probability {@code success_rate} (1/3) and else, equally likely, to either side of that
 * direction; a step off the lake stays.
 *
 * <p><b>Reward</b>: {@code goal_reward} (1) at the goal, {@code hole_reward} (0) in a hole, {@code
 * ice_reward} (0) elsewhere.
 *
 * <p><b>Start</b>: the top left tile. <b>End</b>: terminated at the goal and in a hole, truncated
 * after {@code max_steps} (100 on 4×4, 200 on 8×8); with {@code time_aware} the limit is part of
 * the world, and its end is terminated (F. Pardo et al., "Time Limits in Reinforcement Learning",
 * arXiv:1712.00378, section 2). With the defaults the best policy reaches the goal in .7442 (4×4)
 * and .9132 (8×8) of episodes, random play in 1.4 % and .2 %. The best policy knows the time: the
 * best one found that sees the tile alone reaches .8936 on 8×8.
 */
public final class FrozenLake extends TableEnvironment {
  private static final String SMALL = "SFFF" + "FHFH" + "FFFH" + "HFFG";
  private static final String LARGE =
      "SFFFFFFF"
          + "FFFFFFFF"
          + "FFFHFFFF"
          + "FFFFFHFF"
          + "FFFHFFFF"
          + "FHHFFFHF"
          + "FHFFHFHF"
          + "FFFHFFFG";

  /** Shared by all lakes of the same rules: a time-aware one's has thousands of states. */
  private static final Map<Rules, TransitionTable> TABLES = new ConcurrentHashMap<>();

  private final String map;
  private final int size;

  /** Steps that the walker counts, each with states of its own; 0 where it does not. */
  private final int times;

  /**
   * What can be chosen about a lake.
   *
   * @param size tiles a side, 4 or 8
   * @param slippery whether steps may slip
   * @param successRate probability that a step on slippery ice does not slip, within [0, 1]
   * @param goalReward reward for reaching the goal
   * @param holeReward reward for falling into a hole
   * @param iceReward reward for any other step
   * @param maxSteps steps after which an episode is over; 0: never
   * @param timeAware whether the steps made are seen, and running out of them is the world's end
   */
  public record Rules(
      int size,
      boolean slippery,
      double successRate,
      double goalReward,
      double holeReward,
      double iceReward,
      int maxSteps,
      boolean timeAware) {
    /** Most steps that a walker can count. */
    public static final int MOST_COUNTED = 1000;

    /** Checks the size, the rate and the limit. */
    public Rules {
      if (size != 4 && size != 8) {
        throw new IllegalArgumentException("a lake has 4 or 8 tiles a side, was " + size);
      }
      if (!(successRate >= 0 && successRate <= 1)) {
        throw new IllegalArgumentException(
            "the success rate must be within [0, 1], was " + successRate);
      }
      if (timeAware && (maxSteps < 1 || maxSteps > MOST_COUNTED)) {
        throw new IllegalArgumentException(
            "the limit of a time-aware lake must be within [1, "
                + MOST_COUNTED
                + "], was "
                + maxSteps);
      }
    }

    private int tiles() {
      return size * size;
    }

    /** Gymnasium's slippery lake of a size. */
    public static Rules ofSize(int size) {
      return new Rules(size, true, 1.0 / 3.0, 1, 0, 0, size == 4 ? 100 : 200, false);
    }
  }

  /** A lake by these rules. */
  public FrozenLake(Rules rules) {
    super(
        TABLES.computeIfAbsent(rules, FrozenLake::table),
        rules.tiles() + (rules.timeAware ? 1 : 0),
        rules.maxSteps);
    map = rules.size == 4 ? SMALL : LARGE;
    size = rules.size;
    times = rules.timeAware ? rules.maxSteps : 0;
  }

  private FrozenLake(FrozenLake other) {
    super(other);
    map = other.map;
    size = other.size;
    times = other.times;
  }

  private static TransitionTable table(Rules rules) {
    TransitionTable tiles = tilesTable(rules);
    if (!rules.timeAware) {
      return tiles;
    }
    double[] start = new double[rules.maxSteps * rules.tiles()];
    start[0] = 1;
    return new TransitionTable(
        start,
        4,
        (state, action) -> {
          int steps = state / rules.tiles() + 1;
          boolean last = steps == rules.maxSteps;
          int first = last ? 0 : steps * rules.tiles(); // state of the first tile after the step
          return tiles.outcomes(state % rules.tiles(), action).stream()
              .map(
                  outcome ->
                      new Outcome(
                          outcome.probability(),
                          first + outcome.next(),
                          outcome.reward(),
                          last || outcome.terminated()))
              .toList();
        });
  }

  private static TransitionTable tilesTable(Rules rules) {
    String map = rules.size == 4 ? SMALL : LARGE;
    double[] start = new double[map.length()];
    start[0] = 1;
    double slip = (1 - rules.successRate) / 2;
    return new TransitionTable(
        start,
        4,
        (state, action) -> {
          if (map.charAt(state) == 'G' || map.charAt(state) == 'H') {
            return List.of(new Outcome(1, state, 0, true));
          }
          if (!rules.slippery) {
            return List.of(outcome(rules, map, state, action, 1));
          }
          List<Outcome> outcomes = new ArrayList<>();
          outcomes.add(outcome(rules, map, state, (action + 3) % 4, slip));
          outcomes.add(outcome(rules, map, state, action, rules.successRate));
          outcomes.add(outcome(rules, map, state, (action + 1) % 4, slip));
          return outcomes;
        });
  }

  private static Outcome outcome(
      Rules rules, String map, int state, int direction, double probability) {
    int row = state / rules.size;
    int column = state % rules.size;
    switch (direction) {
      case 0 -> column = Math.max(0, column - 1);
      case 1 -> row = Math.min(rules.size - 1, row + 1);
      case 2 -> column = Math.min(rules.size - 1, column + 1);
      default -> row = Math.max(0, row - 1);
    }
    int next = row * rules.size + column;
    return switch (map.charAt(next)) {
      case 'G' -> new Outcome(probability, next, rules.goalReward, true);
      case 'H' -> new Outcome(probability, next, rules.holeReward, true);
      default -> new Outcome(probability, next, rules.iceReward, false);
    };
  }

  /** The tile the walker stands on, row by row. */
  public int tile() {
    return state() % (size * size);
  }

  @Override
  public double[] gymnasiumObservation() {
    return new double[] {tile()};
  }

  @Override
  public void observe(float[] target, int offset) {
    int tiles = size * size;
    Arrays.fill(target, offset, offset + tiles, 0);
    target[offset + tile()] = 1;
    if (times > 0) {
      target[offset + tiles] = (float) (state() / tiles) / times;
    }
  }

  @Override
  public FrozenLake copy() {
    return new FrozenLake(this);
  }

  @Override
  public String actionName(int action) {
    return switch (action) {
      case 0 -> "left";
      case 1 -> "down";
      case 2 -> "right";
      default -> "up";
    };
  }

  /** {@code .} ice, {@code O} a hole, {@code G} the goal, {@code @} the walker. */
  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int tile = 0; tile < map.length(); tile++) {
      char mark =
          switch (map.charAt(tile)) {
            case 'H' -> 'O';
            case 'G' -> 'G';
            default -> '.';
          };
      text.append(tile == tile() ? '@' : mark);
      if (tile % size == size - 1 && tile < map.length() - 1) {
        text.append('\n');
      }
    }
    return text.toString();
  }

  @Override
  public String json() {
    GridPicture picture = new GridPicture(size, size);
    for (int tile = 0; tile < map.length(); tile++) {
      picture.tile(
          switch (map.charAt(tile)) {
            case 'S' -> "start";
            case 'H' -> "hole";
            case 'G' -> "goal";
            default -> "ice";
          });
    }
    return picture.agent(tile() / size, tile() % size).json();
  }
}
