package io.muzero.games;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Player;
import io.muzero.games.bipedalwalker.BipedalWalkerProvider;
import io.muzero.games.gymnasium.GymnasiumEnvironment;
import io.muzero.games.lunarlander.LunarLanderProvider;
import io.muzero.games.random.Pcg64;
import java.util.Optional;

/** The policies that the recorded statistics name. */
interface GymnasiumPolicy {

  Action choose(GymnasiumEnvironment environment);

  /** The policy of an entry of statistics, or empty when it cannot be repeated here. */
  static Optional<GymnasiumPolicy> of(
      GymnasiumEnvironment environment, JsonNode statistics, JsonNode file) {
    return switch (statistics.get("policy").asText()) {
      case "random" ->
          Optional.of(random(environment, new Pcg64(statistics.get("action_seed").asLong())));
      case "optimal" -> Optional.of(optimal(statistics, file));
      case "hit_below_17" -> Optional.of(e -> Action.of(e.gymnasiumObservation()[0] < 17 ? 1 : 0));
      case "heuristic" -> heuristic(statistics.get("id").asText());
      default -> Optional.empty();
    };
  }

  private static GymnasiumPolicy random(GymnasiumEnvironment environment, Pcg64 random) {
    if (environment.spec().actions() instanceof ActionSpace.Continuous box) {
      return e -> {
        float[] values = new float[box.low().length];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) random.uniform(box.low()[i], box.high()[i]);
        }
        return Action.of(values);
      };
    }
    int actions = environment.spec().actionCount();
    return e -> Action.of(random.integers(actions));
  }

  /** The greedy policy that the file gives for each state; fickleness is in no table. */
  private static GymnasiumPolicy optimal(JsonNode statistics, JsonNode file) {
    ObjectNode arguments = statistics.get("kwargs").deepCopy();
    arguments.remove("fickle_passenger");
    for (JsonNode table : file.get("transitions")) {
      if (table.get("id").equals(statistics.get("id")) && table.get("kwargs").equals(arguments)) {
        JsonNode policy = table.get("optimal_policy");
        return e -> Action.of(policy.get((int) e.gymnasiumObservation()[0]).asInt());
      }
    }
    throw new AssertionError("no table for " + statistics.get("id"));
  }

  private static Optional<GymnasiumPolicy> heuristic(String id) {
    return switch (id) {
      case "CartPole-v1" ->
          Optional.of(
              e -> {
                double[] state = e.gymnasiumObservation();
                return Action.of(
                    0.1 * state[0] + 0.3 * state[1] + 2 * state[2] + state[3] > 0 ? 1 : 0);
              });
      case "MountainCarContinuous-v0" ->
          Optional.of(e -> Action.of(e.gymnasiumObservation()[1] < 0 ? -1f : 1f));
      case "Acrobot-v1" -> Optional.of(e -> Action.of(e.gymnasiumObservation()[4] > 0 ? 0 : 2));
      case "LunarLander-v3" -> Optional.of(player(new LunarLanderProvider()));
      case "BipedalWalker-v3" -> Optional.of(player(new BipedalWalkerProvider()));
      case "MountainCar-v0" -> Optional.of(e -> Action.of(e.gymnasiumObservation()[1] < 0 ? 0 : 2));
      default -> Optional.empty();
    };
  }

  private static GymnasiumPolicy player(GameProvider provider) {
    Player player = provider.opponent("heuristic", GameOptions.NONE, 0);
    return player::choose;
  }
}
