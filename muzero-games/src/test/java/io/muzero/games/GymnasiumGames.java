package io.muzero.games;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.games.gymnasium.GymnasiumEnvironment;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Which game here is which environment of Gymnasium's, and what its keyword arguments mean. */
final class GymnasiumGames {

  /**
   * A game here.
   *
   * @param name the game's name
   * @param options what makes it Gymnasium's environment when no argument is given
   */
  private record Game(String name, Map<String, Object> options) {}

  private static final Map<String, Game> GAMES =
      Map.ofEntries(
          Map.entry("CartPole-v1", new Game("cartpole", Map.of())),
          Map.entry("MountainCar-v0", new Game("mountaincar", Map.of())),
          Map.entry("Acrobot-v1", new Game("acrobot", Map.of())),
          Map.entry("Pendulum-v1", new Game("pendulum", Map.of("bins", 0))),
          Map.entry(
              "MountainCarContinuous-v0", new Game("mountaincar_continuous", Map.of("bins", 0))),
          Map.entry("FrozenLake-v1", new Game("frozenlake", Map.of())),
          Map.entry("FrozenLake8x8-v1", new Game("frozenlake", Map.of("size", 8))),
          Map.entry("CliffWalking-v1", new Game("cliff", Map.of("max_steps", 0))),
          Map.entry(
              "CliffWalkingSlippery-v1",
              new Game("cliff", Map.of("max_steps", 0, "is_slippery", true))),
          Map.entry("Taxi-v4", new Game("taxi", Map.of())),
          Map.entry("Blackjack-v1", new Game("blackjack", Map.of())),
          Map.entry(
              "MiniGrid-Empty-Random-6x6-v0",
              new Game("gridworld", Map.of("size", 6, "random_start", true, "all_actions", true))),
          Map.entry(
              "MiniGrid-Empty-8x8-v0",
              new Game("gridworld", Map.of("size", 8, "random_start", false, "all_actions", true))),
          Map.entry("LunarLander-v3", new Game("lunarlander", Map.of("bins", 0))),
          Map.entry("BipedalWalker-v3", new Game("bipedalwalker", Map.of("bins", 0))));

  private GymnasiumGames() {}

  /** The environment that an entry's {@code id} and {@code kwargs} name, if there is one here. */
  static Optional<GymnasiumEnvironment> create(JsonNode entry) {
    String id = entry.get("id").asText();
    Game game = GAMES.get(id);
    if (game == null) {
      throw new AssertionError("no game is known to be Gymnasium's " + id);
    }
    Map<String, Object> options = new TreeMap<>(game.options());
    entry
        .get("kwargs")
        .properties()
        .forEach(argument -> addOption(options, argument.getKey(), argument.getValue()));
    return ServiceLoader.load(GameProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(game.name()))
        .findAny()
        .map(provider -> (GymnasiumEnvironment) provider.create(new GameOptions(options)));
  }

  private static void addOption(Map<String, Object> options, String key, JsonNode value) {
    switch (key) {
      case "map_name" -> {
        options.put("size", value.asText().equals("8x8") ? 8 : 4);
        // FrozenLake-v1 keeps its limit, whatever the map.
        options.put("max_steps", 100);
      }
      case "reward_schedule" -> {
        options.put("goal_reward", value.get(0).asDouble());
        options.put("hole_reward", value.get(1).asDouble());
        options.put("ice_reward", value.get(2).asDouble());
      }
      default ->
          options.put(
              key,
              value.isBoolean()
                  ? (Object) value.asBoolean()
                  : value.isNumber() ? (Object) value.asDouble() : value.asText());
    }
  }
}
