package io.muzero.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.games.frozenlake.FrozenLakeProvider;
import io.muzero.games.tictactoe.TicTacToe;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the page is told of a state. */
class StateJsonTest {
  /** Chess as OpenSpiel has it. */
  private static final int MANY = 4672;

  /** Noughts and crosses of which the last action is legal too, and none between. */
  private static Environment many() {
    TicTacToe game = new TicTacToe();
    game.reset(1);
    EnvironmentSpec own = game.spec();
    EnvironmentSpec spec =
        new EnvironmentSpec(
            own.players(),
            own.channels(),
            own.height(),
            own.width(),
            own.observationLow(),
            own.observationHigh(),
            new ActionSpace.Discrete(MANY),
            own.rewardLow(),
            own.rewardHigh(),
            own.maxSteps(),
            own.symmetry(),
            own.alternating(),
            own.format());
    return (Environment)
        Proxy.newProxyInstance(
            StateJsonTest.class.getClassLoader(),
            new Class<?>[] {Environment.class},
            (proxy, method, arguments) -> {
              int action = arguments != null && arguments[0] instanceof Integer index ? index : -1;
              return switch (method.getName()) {
                case "spec" -> spec;
                case "isLegal" -> action < 9 ? game.isLegal(action) : action == MANY - 1;
                case "actionName" -> "name " + action;
                default -> method.invoke(game, arguments);
              };
            });
  }

  @Test
  void state_ofThousandsOfActions_namesAllThatAreLegal() {
    ObjectNode state = StateJson.state("many", many(), 0, false);
    List<Integer> legal = new ArrayList<>();
    state.get("legal").forEach(action -> legal.add(action.asInt()));
    assertThat(legal).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, MANY - 1);
    JsonNode names = state.get("actions");
    assertThat(names).hasSize(MANY);
    assertThat(names.get(MANY - 1).asText()).isEqualTo("name " + (MANY - 1));
    assertThat(names.get(8).asText()).isEqualTo("name 8");
    assertThat(names.get(9).asText()).isEmpty();
    assertThat(state.toString()).hasSizeLessThan(20_000);
    assertThat(StateJson.state("many", many(), 0, true).get("legal")).isEmpty();
  }

  @Test
  void states_areAHundredAtMost() {
    Environment lake = new FrozenLakeProvider().create(GameOptions.NONE);
    Episode episode = null;
    for (long seed = 0; episode == null || episode.moves().size() < 50; seed++) {
      lake.reset(seed);
      episode = new Episode(lake);
      while (!episode.ended()) {
        episode.play(0);
      }
    }
    int moves = episode.moves().size();
    ArrayNode states = StateJson.states("frozenlake", episode, 0, moves);
    assertThat(states).hasSize(Math.min(100, moves + 1));
    ArrayNode last = StateJson.states("frozenlake", episode, moves - 1, moves);
    assertThat(last).hasSize(2);
    assertThat(last.get(0).has("outcome")).isFalse();
    assertThat(last.get(1).has("outcome")).isTrue();
    for (int ply = 0; ply < states.size() && ply < moves; ply++) {
      assertThat(states.get(ply))
          .isEqualTo(StateJson.state("frozenlake", episode.stateAfter(ply), ply, false));
    }
  }
}
