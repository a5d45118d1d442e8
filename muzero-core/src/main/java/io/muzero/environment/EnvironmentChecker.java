package io.muzero.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
    OBSERVATION("observations have their stated shape and range", StateRules::observations),
    /** A reward lies within the stated bounds. */
    REWARD("rewards lie within their bounds", StateRules::rewards),
    /** The player to move is one of the players. */
    PLAYER("the player to move is one of the players", StateRules::players),
    /** Two players move in turn unless the spec says that they need not. */
    TURNS("two players move in turn unless the game says otherwise", StateRules::turns),
    /** Some action is legal until the end. */
    SOME_LEGAL("some action is legal until the end", ActionRules::someLegal),
    /** What is said to be legal is accepted. */
    LEGAL_ACCEPTED("every legal action is accepted", ActionRules::legalAccepted),
    /** What is not legal is refused with a message, and changes nothing. */
    ILLEGAL_REFUSED(
        "every illegal action is refused with a message and changes nothing",
        ActionRules::illegalRefused),
    /** An episode ends within the stated number of steps and then takes no more. */
    END("episodes end when they should and then take no more steps", EpisodeRules::end),
    /** The same seed and actions give the same episode. */
    DETERMINISM("the same seed and actions give the same episode", EpisodeRules::determinism),
    /** A copy continues alike and shares nothing. */
    COPY(
        "a copy, also into a used environment, continues alike and independently",
        EpisodeRules::copies),
    /** Text, JSON picture and action names are fit for use. */
    PICTURE("text, JSON picture and action names are fit for use", StateRules::pictures),
    /** A game that says so has no chance. */
    DETERMINISTIC(
        "a game that says it has no chance goes alike whatever its seed",
        EpisodeRules::deterministic),
    /** Stated symmetries are symmetries. */
    SYMMETRY("stated symmetries leave the game the same", SymmetryRule::check),
    /** Long play does not hold on to memory. */
    MEMORY("100,000 steps hold on to no memory", EpisodeRules::memory);

    private final String meaning;
    private final Consumer<RandomPlay> check;

    Rule(String meaning, Consumer<RandomPlay> check) {
      this.meaning = meaning;
      this.check = check;
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

  private final Supplier<Environment> factory;
  private final EnvironmentSpec spec;

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

  /** What the environments say of themselves. */
  public EnvironmentSpec spec() {
    return spec;
  }

  /** Checks every rule; an empty list means that nothing wrong was found. */
  public List<Finding> check() {
    List<Finding> all = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      all.addAll(check(rule));
    }
    return all;
  }

  /** What breaks no rule but is worth knowing; mostly nothing. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (StateRules.alternatesUnclaimed(new RandomPlay(factory, spec, () -> true))) {
      notes.add(
          "the spec says that turns need not alternate, but in random play they did: if they always do, leave that out, "
              + "and nothing has to be learned of them");
    }
    if (spec.maxSteps() <= 0 && EpisodeRules.neverEnds(new RandomPlay(factory, spec, () -> true))) {
      notes.add(
          "no episode ended within "
              + RandomPlay.MAX_STEPS
              + " steps of random play, and the spec states no bound (maxSteps): episodes that never end are never learned"
              + " from");
    }
    return notes;
  }

  /** Checks one rule; at most a few findings are told. */
  public List<Finding> check(Rule rule) {
    return check(rule, () -> true);
  }

  /**
   * As above, until it is given up.
   *
   * @param goOn asked before each step; false gives up
   * @throws CancellationException when it gave up
   */
  public List<Finding> check(Rule rule, BooleanSupplier goOn) {
    RandomPlay play = new RandomPlay(factory, spec, goOn);
    try {
      rule.check.accept(play);
    } catch (CancellationException e) {
      if (!goOn.getAsBoolean()) {
        throw e;
      }
      play.found("it threw " + e);
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      // A checker reports what an environment under test throws; it is a finding like any other.
      play.found("it threw " + e);
    }
    return play.findings().stream().map(message -> new Finding(rule, message)).toList();
  }
}
