package io.muzero.games.taxi;

import io.muzero.environment.Action;
import io.muzero.environment.Step;
import io.muzero.games.picture.GridPicture;
import io.muzero.games.table.TableEnvironment;
import io.muzero.games.table.TransitionTable;
import io.muzero.games.table.TransitionTable.Outcome;
import java.util.List;

/**
 * A taxi that fetches a passenger at one of four places of a 5×5 town and brings them to another:
 * Gymnasium's {@code Taxi-v4} (T. Dietterich, "Hierarchical Reinforcement Learning with the MAXQ
 * Value Function Decomposition", 2000).
 *
 * <p><b>Observation</b> 19×1×1, four one-hot parts: the taxi's row (5) and column (5), the
 * passenger's place (5: red, green, yellow, blue, aboard), the destination (4). Gymnasium's number
 * of the state is ((row · 5 + column) · 5 + place) · 4 + destination.
 *
 * <p><b>Actions</b>: 0 south, 1 north, 2 east, 3 west (a wall or the edge stops the taxi), 4 pick
 * up, 5 drop off.
 *
 * <p><b>Reward</b>: 20 for dropping the passenger at the destination, −10 for picking up where no
 * passenger waits and dropping off without one or between places, −1 for any other step.
 *
 * <p><b>Start</b>: taxi anywhere, the passenger at a place that is not the destination, each of the
 * 300 states alike. <b>End</b>: terminated when the passenger is at the destination, truncated
 * after 200 steps. The best expected return is 7.93; random play scores −770.
 *
 * <p>With {@code is_rainy} a move that is free goes to its left or right with probability .1 each.
 * With {@code fickle_passenger} the passenger of three rides in ten changes the destination after
 * the first move aboard.
 */
public final class Taxi extends TableEnvironment {
  private static final int SIZE = 5;
  private static final int ABOARD = 4;
  private static final int[] PLACES = {0, 4, 20, 23};
  private static final String LETTERS = "RGYB";

  /** Where a wall stands on the right of a tile, row by row. */
  private static final String WALLS = " |   " + " |   " + "     " + "| |  " + "| |  ";

  private static final int STATES = SIZE * SIZE * 5 * 4;
  private static final int STEPS = 200;
  private static final TransitionTable DRY = table(false);
  private static final TransitionTable RAINY = table(true);

  private final boolean fickle;

  /** Whether the passenger of this episode is still going to change the destination. */
  private boolean willChange;

  /**
   * A taxi.
   *
   * @param rainy whether moves may go astray
   * @param fickle whether passengers may change their destination
   */
  public Taxi(boolean rainy, boolean fickle) {
    super(rainy ? RAINY : DRY, 2 * SIZE + 5 + 4, STEPS);
    this.fickle = fickle;
  }

  private Taxi(Taxi other) {
    super(other);
    fickle = other.fickle;
    willChange = other.willChange;
  }

  private static int encoded(int tile, int place, int destination) {
    return (tile * 5 + place) * 4 + destination;
  }

  private static int tile(int state) {
    return state / 20;
  }

  private static int place(int state) {
    return state / 4 % 5;
  }

  private static int destination(int state) {
    return state % 4;
  }

  private static TransitionTable table(boolean rainy) {
    double[] start = new double[STATES];
    for (int state = 0; state < STATES; state++) {
      if (place(state) < ABOARD && place(state) != destination(state)) {
        start[state] = 1.0 / 300;
      }
    }
    return new TransitionTable(
        start,
        6,
        (state, action) ->
            switch (action) {
              case 4 -> List.of(pickUp(state));
              case 5 -> List.of(dropOff(state));
              default -> moves(state, action, rainy);
            });
  }

  private static Outcome pickUp(int state) {
    boolean waits = place(state) < ABOARD && tile(state) == PLACES[place(state)];
    return waits
        ? new Outcome(1, encoded(tile(state), ABOARD, destination(state)), -1, false)
        : new Outcome(1, state, -10, false);
  }

  private static Outcome dropOff(int state) {
    if (place(state) == ABOARD) {
      for (int place = 0; place < PLACES.length; place++) {
        if (tile(state) == PLACES[place]) {
          boolean there = place == destination(state);
          int next = encoded(tile(state), place, destination(state));
          return new Outcome(1, next, there ? 20 : -1, there);
        }
      }
    }
    return new Outcome(1, state, -10, false);
  }

  private static List<Outcome> moves(int state, int direction, boolean rainy) {
    Outcome meant = move(state, direction, rainy ? 0.8 : 1);
    if (!rainy) {
      return List.of(meant);
    }
    double astray = (1 - 0.8) / 2;
    if (meant.next() == state) {
      Outcome stays = new Outcome(astray, state, -1, false);
      return List.of(meant, stays, stays);
    }
    return List.of(
        meant, move(state, leftOf(direction), astray), move(state, leftOf(direction) ^ 1, astray));
  }

  private static int leftOf(int direction) {
    return switch (direction) {
      case 0 -> 2;
      case 1 -> 3;
      case 2 -> 1;
      default -> 0;
    };
  }

  private static Outcome move(int state, int direction, double probability) {
    int row = tile(state) / SIZE;
    int column = tile(state) % SIZE;
    switch (direction) {
      case 0 -> row = Math.min(SIZE - 1, row + 1);
      case 1 -> row = Math.max(0, row - 1);
      case 2 -> column = isWall(row, column) ? column : Math.min(SIZE - 1, column + 1);
      default -> column = isWall(row, column - 1) ? column : Math.max(0, column - 1);
    }
    int next = encoded(row * SIZE + column, place(state), destination(state));
    return new Outcome(probability, next, -1, false);
  }

  /** Whether a wall stands on the right of a tile; column −1 is outside. */
  private static boolean isWall(int row, int column) {
    return column >= 0 && WALLS.charAt(row * SIZE + column) == '|';
  }

  @Override
  protected void start() {
    super.start();
    willChange = fickle && random().random() < 0.3;
  }

  @Override
  protected Step advance(Action action) {
    int before = state();
    Step step = super.advance(action);
    if (willChange && place(before) == ABOARD && tile(state()) != tile(before)) {
      willChange = false;
      int other = random().integers(3);
      int destination = other < destination(before) ? other : other + 1;
      setState(encoded(tile(state()), ABOARD, destination));
    }
    return step;
  }

  @Override
  public void observe(float[] target, int offset) {
    for (int i = 0; i < 2 * SIZE + 5 + 4; i++) {
      target[offset + i] = 0;
    }
    target[offset + tile(state()) / SIZE] = 1;
    target[offset + SIZE + tile(state()) % SIZE] = 1;
    target[offset + 2 * SIZE + place(state())] = 1;
    target[offset + 2 * SIZE + 5 + destination(state())] = 1;
  }

  @Override
  public Taxi copy() {
    return new Taxi(this);
  }

  @Override
  public String actionName(int action) {
    return switch (action) {
      case 0 -> "south";
      case 1 -> "north";
      case 2 -> "east";
      case 3 -> "west";
      case 4 -> "pick up";
      default -> "drop off";
    };
  }

  private static String placeName(int place) {
    return switch (place) {
      case 0 -> "red";
      case 1 -> "green";
      case 2 -> "yellow";
      case 3 -> "blue";
      default -> "aboard";
    };
  }

  /** The town with its places and walls, the taxi {@code @}, and a line about the passenger. */
  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int tile = 0; tile < SIZE * SIZE; tile++) {
      char mark = '.';
      for (int place = 0; place < PLACES.length; place++) {
        mark = PLACES[place] == tile ? LETTERS.charAt(place) : mark;
      }
      text.append(tile == tile(state()) ? '@' : mark);
      boolean last = tile % SIZE == SIZE - 1;
      text.append(last ? '\n' : WALLS.charAt(tile));
    }
    return text.append("passenger ")
        .append(placeName(place(state())))
        .append(", to ")
        .append(placeName(destination(state())))
        .toString();
  }

  /**
   * The places are marked by their letters, with a P where the passenger waits and a D at the
   * destination; the taxi is marked P with the passenger aboard.
   */
  @Override
  public String json() {
    GridPicture picture = new GridPicture(SIZE, SIZE);
    for (int tile = 0; tile < SIZE * SIZE; tile++) {
      picture.tile("floor");
    }
    for (int tile = 0; tile < SIZE * SIZE; tile++) {
      if (isWall(tile / SIZE, tile % SIZE)) {
        picture.wallRightOf(tile / SIZE, tile % SIZE);
      }
    }
    for (int place = 0; place < PLACES.length; place++) {
      String mark =
          LETTERS.charAt(place)
              + (place == place(state()) ? "P" : "")
              + (place == destination(state()) ? "D" : "");
      picture.mark(mark, PLACES[place] / SIZE, PLACES[place] % SIZE);
    }
    int row = tile(state()) / SIZE;
    int column = tile(state()) % SIZE;
    if (place(state()) == ABOARD) {
      picture.mark("P", row, column);
    }
    return picture.agent(row, column).json();
  }
}
