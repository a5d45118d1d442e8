package io.muzero.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Checks that an environment keeps the contract of {@link Environment}: plays it at random and
 * tells what it finds.
 *
 * <p>Each {@link Rule} can be checked by itself; {@link #check()} goes through all. A finding names
 * the rule, what was wrong and the seed, so that it can be repeated. Like Gymnasium's {@code
 * env_checker}, it cannot prove an environment right, only find what is wrong. Not thread-safe.
 */
public final class EnvironmentChecker {

  /** What an environment must keep. */
  public enum Rule {
    /** An observation has its stated size and range and is written where it belongs. */
    OBSERVATION("observations have their stated shape and range"),
    /** A reward lies within the stated bounds. */
    REWARD("rewards lie within their bounds"),
    /** The player to move is one of the players. */
    PLAYER("the player to move is one of the players"),
    /** Some action is legal until the end. */
    SOME_LEGAL("some action is legal until the end"),
    /** What is said to be legal is accepted. */
    LEGAL_ACCEPTED("every legal action is accepted"),
    /** What is not legal is refused with a message, and changes nothing. */
    ILLEGAL_REFUSED("every illegal action is refused with a message and changes nothing"),
    /** An episode ends within the stated number of steps and then takes no more. */
    END("episodes end when they should and then take no more steps"),
    /** The same seed and actions give the same episode. */
    DETERMINISM("the same seed and actions give the same episode"),
    /** A copy continues alike and shares nothing. */
    COPY("a copy continues alike and independently"),
    /** Text, JSON picture and action names are fit for use. */
    PICTURE("text, JSON picture and action names are fit for use"),
    /** Stated symmetries are symmetries. */
    SYMMETRY("stated symmetries leave the game the same"),
    /** Long play does not hold on to memory. */
    MEMORY("100,000 steps hold on to no memory");

    private final String meaning;

    Rule(String meaning) {
      this.meaning = meaning;
    }

    /** The rule as a sentence. */
    public String meaning() {
      return meaning;
    }
  }

  /**
   * Something wrong.
   *
   * @param rule the rule that is broken
   * @param message what was found, with the seed and step that show it
   */
  public record Finding(Rule rule, String message) {
    @Override
    public String toString() {
      return rule.name().toLowerCase(Locale.ROOT) + ": " + message;
    }
  }

  private static final int EPISODES = 12;

  /** Steps at which a long episode is left, so that a check stays quick. */
  private static final int MAX_STEPS = 1500;

  /**
   * Copies in which an episode's legal actions are tried, so that the check of a large action space
   * stays quick too.
   */
  private static final int COPIES_PER_EPISODE = 4000;

  private static final int MEMORY_STEPS = 100_000;
  private static final long MEMORY_ALLOWANCE = 2_000_000;

  private final Supplier<Environment> factory;
  private final EnvironmentSpec spec;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * Checks environments from a factory.
   *
   * @param factory makes a new environment on each call
   */
  public EnvironmentChecker(Supplier<Environment> factory) {
    this.factory = factory;
    this.spec = factory.get().spec();
  }

  /** Checks a game with these options. */
  public EnvironmentChecker(GameProvider provider, GameOptions options) {
    this(() -> provider.create(options));
  }

  /** Checks every rule; an empty list means that nothing wrong was found. */
  public List<Finding> check() {
    List<Finding> all = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      all.addAll(check(rule));
    }
    return all;
  }

  /** Checks one rule; at most a few findings are told. */
  public List<Finding> check(Rule rule) {
    findings.clear();
    try {
      switch (rule) {
        case OBSERVATION -> checkObservation();
        case REWARD -> checkReward();
        case PLAYER -> checkPlayer();
        case SOME_LEGAL -> checkSomeLegal();
        case LEGAL_ACCEPTED -> checkLegalAccepted();
        case ILLEGAL_REFUSED -> checkIllegalRefused();
        case END -> checkEnd();
        case DETERMINISM -> checkDeterminism();
        case COPY -> checkCopy();
        case PICTURE -> checkPicture();
        case SYMMETRY -> checkSymmetry();
        case MEMORY -> checkMemory();
      }
    } catch (RuntimeException e) {
      // A checker reports what an environment under test throws; it is a finding like any other.
      findings.add(new Finding(rule, "it threw " + e));
    }
    return findings.stream().limit(5).toList();
  }

  private void found(Rule rule, String message) {
    findings.add(new Finding(rule, message));
  }

  private interface Visit {
    /** Sees a state in which the episode goes on. */
    void at(Environment environment, long seed, int step);
  }

  private interface AfterStep {
    void at(Environment environment, Action action, Step step, long seed, int number);
  }

  /** Plays some episodes at random. */
  private void play(int episodes, Visit before, AfterStep after) {
    Environment environment = factory.get();
    for (long seed = 0; seed < episodes; seed++) {
      UniformRandomProvider random = random(seed);
      environment.reset(seed);
      for (int number = 1; number <= MAX_STEPS; number++) {
        before.at(environment, seed, number - 1);
        Action action = randomAction(environment, random);
        Step step = environment.step(action);
        after.at(environment, action, step, seed, number);
        if (step.ended() || findings.size() >= 5) {
          break;
        }
      }
    }
  }

  private static UniformRandomProvider random(long seed) {
    return RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
  }

  /** A legal action of the space, uniformly. */
  private Action randomAction(Environment environment, UniformRandomProvider random) {
    if (spec.actions() instanceof ActionSpace.Continuous box) {
      float[] values = new float[box.low().length];
      for (int i = 0; i < values.length; i++) {
        double low = Math.max(box.low()[i], -1e3);
        double high = Math.min(box.high()[i], 1e3);
        values[i] = (float) (low + (high - low) * random.nextDouble());
      }
      return Action.of(values);
    }
    int chosen = -1;
    int legal = 0;
    for (int action = 0; action < spec.actionCount(); action++) {
      if (environment.isLegal(action) && random.nextInt(++legal) == 0) {
        chosen = action;
      }
    }
    if (chosen < 0) {
      throw new IllegalStateException("no action is legal");
    }
    return Action.of(chosen);
  }

  private static String at(long seed, int step) {
    return " (seed " + seed + ", after step " + step + ", random play)";
  }

  private void checkObservation() {
    int size = spec.observationSize();
    float[] target = new float[size + 2];
    Visit look =
        (environment, seed, step) -> {
          Arrays.fill(target, Float.NaN);
          environment.observe(target, 1);
          if (!Float.isNaN(target[0]) || !Float.isNaN(target[size + 1])) {
            found(Rule.OBSERVATION, "wrote outside its " + size + " numbers" + at(seed, step));
          }
          for (int i = 1; i <= size; i++) {
            if (!(target[i] >= spec.observationLow() && target[i] <= spec.observationHigh())) {
              found(
                  Rule.OBSERVATION,
                  "number "
                      + (i - 1)
                      + " must be within ["
                      + spec.observationLow()
                      + ", "
                      + spec.observationHigh()
                      + "], was "
                      + target[i]
                      + at(seed, step));
              return;
            }
            if (Float.isInfinite(target[i])) {
              found(Rule.OBSERVATION, "number " + (i - 1) + " is infinite" + at(seed, step));
              return;
            }
          }
        };
    play(
        EPISODES,
        look,
        (environment, action, step, seed, number) -> {
          if (step.ended()) {
            look.at(environment, seed, number);
          }
        });
  }

  private void checkReward() {
    play(
        EPISODES,
        (environment, seed, step) -> {},
        (environment, action, step, seed, number) -> {
          if (!(step.reward() >= spec.rewardLow() && step.reward() <= spec.rewardHigh())) {
            found(
                Rule.REWARD,
                "a reward must be within ["
                    + spec.rewardLow()
                    + ", "
                    + spec.rewardHigh()
                    + "], was "
                    + step.reward()
                    + at(seed, number));
          }
        });
  }

  private void checkPlayer() {
    play(
        EPISODES,
        (environment, seed, step) -> {
          int player = environment.playerToMove();
          if (player < 0 || player >= spec.players()) {
            found(
                Rule.PLAYER,
                "the player to move must be below "
                    + spec.players()
                    + ", was "
                    + player
                    + at(seed, step));
          }
        },
        (environment, action, step, seed, number) -> {});
  }

  private void checkSomeLegal() {
    if (!(spec.actions() instanceof ActionSpace.Discrete)) {
      return;
    }
    play(
        EPISODES,
        (environment, seed, step) -> {
          boolean some = false;
          for (int action = 0; action < spec.actionCount(); action++) {
            some |= environment.isLegal(action);
          }
          if (!some) {
            found(Rule.SOME_LEGAL, "no action is legal before the end" + at(seed, step));
          }
          if (environment.isLegal(-1) || environment.isLegal(spec.actionCount())) {
            found(Rule.SOME_LEGAL, "an action outside the space is legal" + at(seed, step));
          }
        },
        (environment, action, step, seed, number) -> {});
  }

  private void checkLegalAccepted() {
    int[] copies = new int[1];
    play(
        4,
        (environment, seed, step) -> {
          if (!(spec.actions() instanceof ActionSpace.Discrete)) {
            return;
          }
          if (step == 0) {
            copies[0] = 0;
          }
          for (int action = 0; action < spec.actionCount(); action++) {
            if (environment.isLegal(action) && copies[0]++ < COPIES_PER_EPISODE) {
              try {
                environment.copy().step(Action.of(action));
              } catch (RuntimeException e) {
                found(
                    Rule.LEGAL_ACCEPTED,
                    "the legal action " + action + " was refused: " + e + at(seed, step));
              }
            }
          }
        },
        (environment, action, step, seed, number) -> {});
  }

  private void checkIllegalRefused() {
    play(
        4,
        (environment, seed, step) -> {
          for (Action action : illegalActions(environment)) {
            State before = State.of(environment);
            try {
              environment.step(action);
              found(
                  Rule.ILLEGAL_REFUSED, "the illegal " + action + " was accepted" + at(seed, step));
              return;
            } catch (IllegalArgumentException e) {
              String message = e.getMessage();
              if (message == null || message.isBlank()) {
                found(
                    Rule.ILLEGAL_REFUSED,
                    "the illegal " + action + " was refused without a message" + at(seed, step));
              }
            } catch (RuntimeException e) {
              found(
                  Rule.ILLEGAL_REFUSED,
                  "the illegal "
                      + action
                      + " must be refused by an IllegalArgumentException, was "
                      + e
                      + at(seed, step));
            }
            String difference = before.difference(State.of(environment));
            if (!difference.isEmpty()) {
              found(
                  Rule.ILLEGAL_REFUSED,
                  "the refused " + action + " changed " + difference + at(seed, step));
            }
          }
        },
        (environment, action, step, seed, number) -> {});
  }

  private List<Action> illegalActions(Environment environment) {
    List<Action> illegal = new ArrayList<>();
    if (spec.actions() instanceof ActionSpace.Continuous box) {
      illegal.add(Action.of(0));
      illegal.add(Action.of(new float[box.low().length + 1]));
      float[] notNumbers = new float[box.low().length];
      Arrays.fill(notNumbers, Float.NaN);
      illegal.add(Action.of(notNumbers));
      return illegal;
    }
    for (int action = 0; action < spec.actionCount(); action++) {
      if (!environment.isLegal(action)) {
        illegal.add(Action.of(action));
      }
    }
    illegal.add(Action.of(spec.actionCount()));
    illegal.add(Action.of(new float[] {0}));
    return illegal;
  }

  private void checkEnd() {
    if (spec.maxSteps() > 0) {
      Environment environment = factory.get();
      for (long seed = 0; seed < 3; seed++) {
        UniformRandomProvider random = random(seed);
        environment.reset(seed);
        int steps = 0;
        boolean ended = false;
        while (!ended && steps <= spec.maxSteps()) {
          ended = environment.step(randomAction(environment, random)).ended();
          steps++;
        }
        if (!ended || steps > spec.maxSteps()) {
          found(
              Rule.END,
              "an episode must end within " + spec.maxSteps() + " steps" + at(seed, steps));
        }
      }
    }
    play(
        EPISODES,
        (environment, seed, step) -> {},
        (environment, action, step, seed, number) -> {
          if (step.ended()) {
            try {
              environment.step(action);
              found(Rule.END, "a step after the end was accepted" + at(seed, number));
            } catch (IllegalStateException e) {
              // This is what the contract asks for.
            } catch (RuntimeException e) {
              found(
                  Rule.END,
                  "a step after the end must throw an IllegalStateException, was "
                      + e
                      + at(seed, number));
            }
          }
        });
  }

  private void checkDeterminism() {
    Environment used = factory.get();
    for (long seed = 0; seed < 6; seed++) {
      Environment fresh = factory.get();
      fresh.reset(seed);
      used.reset(seed);
      compare(Rule.DETERMINISM, "a fresh and a used environment", fresh, used, seed);
      fresh.reset();
      used.reset();
      compare(
          Rule.DETERMINISM, "after a reset without a seed, a fresh and a used", fresh, used, seed);
    }
  }

  /** Plays two environments, just reset alike, side by side. */
  private void compare(Rule rule, String what, Environment one, Environment other, long seed) {
    UniformRandomProvider random = random(seed);
    for (int number = 0; number <= MAX_STEPS; number++) {
      String difference = State.of(one).difference(State.of(other));
      if (!difference.isEmpty()) {
        found(rule, what + " differ in " + difference + at(seed, number));
        return;
      }
      Action action = randomAction(one, random);
      Step step = one.step(action);
      Step same = other.step(action);
      if (!step.equals(same)) {
        found(rule, what + " give " + step + " and " + same + at(seed, number + 1));
        return;
      }
      if (step.ended()) {
        return;
      }
    }
  }

  private void checkCopy() {
    play(
        3,
        (environment, seed, step) -> {
          if (step % 17 > 1) {
            return;
          }
          State before = State.of(environment);
          Environment copy = environment.copy();
          Environment twin = environment.copy();
          String difference = before.difference(State.of(copy));
          if (!difference.isEmpty()) {
            found(Rule.COPY, "a copy differs in " + difference + at(seed, step));
            return;
          }
          UniformRandomProvider random = random(seed + 1000);
          for (int i = 0; i < 30; i++) {
            Action action = randomAction(copy, random);
            Step one = copy.step(action);
            Step other = twin.step(action);
            String apart = State.of(copy).difference(State.of(twin));
            if (!one.equals(other) || !apart.isEmpty()) {
              found(
                  Rule.COPY,
                  "two copies do not continue alike: "
                      + one
                      + " and "
                      + other
                      + ", differing in "
                      + (apart.isEmpty() ? "nothing else" : apart)
                      + at(seed, step));
              return;
            }
            if (one.ended()) {
              copy.reset();
              twin.reset();
            }
          }
          String changed = before.difference(State.of(environment));
          if (!changed.isEmpty()) {
            found(Rule.COPY, "playing a copy changed the original's " + changed + at(seed, step));
          }
        },
        (environment, action, step, seed, number) -> {});
    checkCopyFollowsOriginal();
  }

  /** A copy made early and the original, played alike, stay alike to the end of the episode. */
  private void checkCopyFollowsOriginal() {
    for (long seed = 0; seed < 4; seed++) {
      Environment environment = factory.get();
      environment.reset(seed);
      compare(Rule.COPY, "an environment and its copy", environment, environment.copy(), seed);
    }
  }

  private void checkPicture() {
    ObjectMapper mapper = new ObjectMapper();
    Visit look =
        (environment, seed, step) -> {
          if (step % 7 != 0 && step > 20) {
            return;
          }
          String text = environment.text();
          if (text.isBlank() || text.endsWith("\n")) {
            found(
                Rule.PICTURE, "the text must be some lines without a final break" + at(seed, step));
          }
          try {
            JsonNode picture = mapper.readTree(environment.json());
            if (!picture.isObject() || !picture.path("kind").isTextual()) {
              found(
                  Rule.PICTURE,
                  "the JSON picture must be an object with a text \"kind\"" + at(seed, step));
            }
          } catch (JsonProcessingException e) {
            found(
                Rule.PICTURE,
                "the JSON picture does not parse: " + e.getOriginalMessage() + at(seed, step));
          }
        };
    play(
        EPISODES,
        look,
        (environment, action, step, seed, number) -> {
          if (step.ended()) {
            look.at(environment, seed, 0);
          }
        });
    if (spec.actions() instanceof ActionSpace.Discrete discrete) {
      Environment environment = factory.get();
      environment.reset(0);
      Set<String> names = new HashSet<>();
      for (int action = 0; action < discrete.size(); action++) {
        String name = environment.actionName(action);
        if (name.isBlank() || !names.add(name)) {
          found(Rule.PICTURE, "action " + action + " needs a name of its own, was '" + name + "'");
        }
      }
    }
  }

  private void checkSymmetry() {
    Symmetry symmetry = spec.symmetry();
    if (!(spec.actions() instanceof ActionSpace.Discrete discrete)) {
      if (symmetry.count() != 1) {
        found(Rule.SYMMETRY, "continuous actions have no symmetries here");
      }
      return;
    }
    for (int transformation = 0; transformation < symmetry.count(); transformation++) {
      boolean[] actions = new boolean[discrete.size()];
      for (int action = 0; action < actions.length; action++) {
        int image = symmetry.action(transformation, action);
        if (image < 0 || image >= actions.length || actions[image]) {
          found(Rule.SYMMETRY, "transformation " + transformation + " does not permute actions");
          return;
        }
        actions[image] = true;
        if (transformation == 0 && image != action) {
          found(Rule.SYMMETRY, "transformation 0 must be the identity, moves action " + action);
        }
      }
      boolean[] numbers = new boolean[spec.observationSize()];
      for (int i = 0; i < numbers.length; i++) {
        int image = symmetry.observationIndex(transformation, i);
        if (image < 0 || image >= numbers.length || numbers[image]) {
          found(
              Rule.SYMMETRY, "transformation " + transformation + " does not permute observations");
          return;
        }
        numbers[image] = true;
        if (transformation == 0 && image != i) {
          found(Rule.SYMMETRY, "transformation 0 must be the identity, moves number " + i);
        }
      }
      for (long seed = 0; seed < 5 && transformation > 0; seed++) {
        checkSymmetry(symmetry, transformation, seed);
      }
    }
  }

  /** Plays transformed actions beside the original ones, from starts that must be images too. */
  private void checkSymmetry(Symmetry symmetry, int transformation, long seed) {
    Environment original = factory.get();
    Environment image = factory.get();
    original.reset(seed);
    image.reset(seed);
    UniformRandomProvider random = random(seed);
    for (int number = 0; number <= MAX_STEPS; number++) {
      float[] seen = original.observation();
      float[] expected = new float[seen.length];
      for (int i = 0; i < seen.length; i++) {
        expected[symmetry.observationIndex(transformation, i)] = seen[i];
      }
      if (!Arrays.equals(expected, image.observation())) {
        found(
            Rule.SYMMETRY,
            "transformation "
                + transformation
                + " does not map the observation"
                + at(seed, number));
        return;
      }
      for (int action = 0; action < spec.actionCount(); action++) {
        if (original.isLegal(action) != image.isLegal(symmetry.action(transformation, action))) {
          found(
              Rule.SYMMETRY,
              "transformation " + transformation + " does not map legality" + at(seed, number));
          return;
        }
      }
      Action action = randomAction(original, random);
      Step step = original.step(action);
      Step same = image.step(Action.of(symmetry.action(transformation, action.index())));
      if (!step.equals(same)) {
        found(
            Rule.SYMMETRY,
            "transformation "
                + transformation
                + " gives "
                + same
                + " for "
                + step
                + at(seed, number + 1));
        return;
      }
      if (step.ended()) {
        return;
      }
    }
  }

  private void checkMemory() {
    Environment environment = factory.get();
    UniformRandomProvider random = random(0);
    environment.reset(0);
    steps(environment, random, MEMORY_STEPS / 10);
    long before = usedMemory();
    steps(environment, random, MEMORY_STEPS);
    long growth = usedMemory() - before;
    if (growth > MEMORY_ALLOWANCE) {
      found(Rule.MEMORY, MEMORY_STEPS + " steps hold on to " + growth + " bytes more than before");
    }
    // Keeps the environment reachable until here, so that what it holds is counted.
    environment.reset(0);
  }

  private void steps(Environment environment, UniformRandomProvider random, int count) {
    for (int i = 0; i < count; i++) {
      if (environment.step(randomAction(environment, random)).ended()) {
        environment.reset();
      }
    }
  }

  /** Bytes that are still reachable; the least of a few looks, because other threads allocate. */
  private static long usedMemory() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int look = 0; look < 3; look++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  /** All that can be seen of a state. */
  @SuppressWarnings("ArrayRecordComponent") // compared by difference()
  private record State(
      float[] observation, boolean[] legal, int playerToMove, String text, String json) {

    static State of(Environment environment) {
      int actions =
          environment.spec().actions() instanceof ActionSpace.Discrete discrete
              ? discrete.size()
              : 0;
      boolean[] legal = new boolean[actions];
      for (int action = 0; action < actions; action++) {
        legal[action] = environment.isLegal(action);
      }
      return new State(
          environment.observation(),
          legal,
          environment.playerToMove(),
          environment.text(),
          environment.json());
    }

    /** The parts that differ, empty when none does. */
    String difference(State other) {
      List<String> parts = new ArrayList<>();
      if (!Arrays.equals(observation, other.observation)) {
        parts.add("observation");
      }
      if (!Arrays.equals(legal, other.legal)) {
        parts.add("legal actions");
      }
      if (playerToMove != other.playerToMove) {
        parts.add("player to move");
      }
      if (!text.equals(other.text)) {
        parts.add("text");
      }
      if (!json.equals(other.json)) {
        parts.add("JSON picture");
      }
      return String.join(", ", parts);
    }
  }
}
