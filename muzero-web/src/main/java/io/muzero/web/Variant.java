package io.muzero.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Player;
import io.muzero.environment.Solver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A game with the options that it is played with: board, rules, reference players and solver are
 * all made with the same ones. Immutable.
 *
 * @param game the game
 * @param options as they were set
 * @param values every option with its value, those that were not set included
 * @param solvable whether there is an exact solver for these options
 */
record Variant(WebGame game, GameOptions options, Map<String, Object> values, boolean solvable) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Options that say how a game of Python is run, not what is played. */
  private static final Set<String> RUNNING = Set.of("python", "timeout", "prints", "render");

  /** A game with options, which may leave some to their defaults. */
  static Variant of(WebGame game, GameOptions options) {
    Map<String, Object> values = new TreeMap<>();
    GameOptions.of(game.provider(), options.asMap())
        .forEach(asked -> values.put(asked.key(), asked.byDefault()));
    values.putAll(options.asMap());
    values.keySet().removeAll(RUNNING);
    return new Variant(
        game,
        options,
        Collections.unmodifiableMap(values),
        game.provider().solver(options).isPresent());
  }

  /** The game's name. */
  String name() {
    return game.name();
  }

  /** A new environment, which must be reset first. */
  Environment environment() {
    return game.provider().create(options);
  }

  /** The exact solver, when there is one for these options. */
  Optional<Solver> solver() {
    return game.provider().solver(options);
  }

  /** The reference player of a name that the game has. */
  Player player(String name) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    if (name.equals("random")) {
      return environment -> {
        int count = environment.spec().actionCount();
        int[] legal = IntStream.range(0, count).filter(environment::isLegal).toArray();
        return Action.of(legal[random.nextInt(legal.length)]);
      };
    }
    return game.provider().opponent(name, options, random.nextInt(Integer.MAX_VALUE));
  }

  /** The options by name. */
  ObjectNode json() {
    return JSON.valueToTree(values);
  }

  /**
   * Requires that an agent of this game plays it with the same options.
   *
   * @param agent the game with the agent's options
   * @throws HttpProblem 400 when they are others
   */
  void requireSame(Variant agent) {
    List<String> agents = new ArrayList<>();
    List<String> here = new ArrayList<>();
    Map<String, Object> all = new TreeMap<>(values);
    all.putAll(agent.values);
    for (String key : all.keySet()) {
      if (!same(values.get(key), agent.values.get(key))) {
        agents.add(key + "=" + said(agent.values.get(key)));
        here.add(key + "=" + said(values.get(key)));
      }
    }
    if (!agents.isEmpty()) {
      throw HttpProblem.bad(
          "that agent plays "
              + name()
              + " with "
              + String.join(", ", agents)
              + ", and this game has "
              + String.join(", ", here)
              + "; begin a new game with this agent");
    }
  }

  private static boolean same(@Nullable Object one, @Nullable Object other) {
    if (one instanceof Number a && other instanceof Number b) {
      return a.doubleValue() == b.doubleValue();
    }
    return one != null && one.equals(other);
  }

  private static String said(@Nullable Object value) {
    return value == null ? "unset" : value.toString();
  }
}
