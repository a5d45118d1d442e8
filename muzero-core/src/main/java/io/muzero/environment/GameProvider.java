package io.muzero.environment;

import java.util.List;
import java.util.Optional;

/**
 * Makes a game known: found by {@link java.util.ServiceLoader}, so a jar of one's own on the class
 * path adds a game.
 *
 * <p>Implementations have a public constructor without parameters, and are immutable and
 * thread-safe.
 */
public interface GameProvider {
  /**
   * The name users type: lower case letters, digits and underscores, for example {@code tictactoe}.
   */
  String name();

  /** One line for the list of games. */
  String description();

  /**
   * Makes an environment.
   *
   * @param options the game's own options from its configuration ({@code environment:}), for
   *     example a board's size
   * @throws IllegalArgumentException when an option is unknown or out of range: the methods of
   *     {@link GameOptions} throw it, and {@link GameOptions#refusal} makes it for rules of the
   *     game's own
   */
  Environment create(GameOptions options);

  /**
   * Makes environments that are stepped together; by default each as {@link #create} makes it.
   *
   * @param size how many, at least 1
   */
  default VectorEnvironment createVector(GameOptions options, int size) {
    return new LocalEnvironments(() -> create(options), size);
  }

  /**
   * The game's configuration as YAML, or empty when the defaults serve: {@code configs/<name>.yaml}
   * by convention.
   */
  Optional<String> configuration();

  /**
   * Names of the reference players in order of strength, for example {@code [random, expert,
   * perfect]}; {@code random} is always there.
   */
  default List<String> opponents() {
    return List.of("random");
  }

  /**
   * Makes a reference player.
   *
   * @param opponent one of {@link #opponents} except {@code random}, which the trainer has itself
   * @param options as for {@link #create}
   * @param seed seeds its choices among equals
   */
  default Player opponent(String opponent, GameOptions options, long seed) {
    throw new IllegalArgumentException("the game " + name() + " has no player " + opponent);
  }

  /** What is worth knowing of the game with these options, one line each; mostly nothing. */
  default List<String> notes(GameOptions options) {
    return List.of();
  }

  /** The exact solver, when the game has one for these options. */
  default Optional<Solver> solver(GameOptions options) {
    return Optional.empty();
  }

  /** The exact value of any policy, when the game is small enough with these options. */
  default Optional<PolicyEvaluator> policyEvaluator(GameOptions options) {
    return Optional.empty();
  }
}
