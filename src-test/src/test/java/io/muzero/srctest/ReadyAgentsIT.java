package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.agent.AgentCard;
import io.muzero.agent.ReadyAgents;
import io.muzero.srctest.Jar.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed jar plays by its own agents, and each card's numbers are found again. */
class ReadyAgentsIT {
  @TempDir private Path place;

  private Ended run(String typed, List<String> arguments) throws Exception {
    Ended ended = new Jar(place).typing(typed, arguments.toArray(String[]::new));
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    return ended;
  }

  @Test
  void jar_alone_playsAtOnce() throws Exception {
    Ended ended = run("b2\nquit\n", List.of("play", "--game", "tictactoe"));
    assertThat(ended.errors()).contains("which comes with the program (agents show tictactoe)");
    assertThat(ended.output()).contains("agent: ");
    Path gif = place.resolve("game.gif");
    run("", List.of("render", "--agent", "tictactoe", "--out", gif.toString()));
    assertThat(gif).isNotEmptyFile();
  }

  /** The whole of each card: minutes. */
  @Test
  @Tag("learning")
  void cards_numbers_areFoundAgain() throws Exception {
    for (AgentCard card : ReadyAgents.all()) {
      for (AgentCard.Measure measure : card.measured()) {
        List<String> command = new ArrayList<>(List.of(measure.command().split(" ")));
        command.add("--json");
        Map<String, Double> found = numbers(new ObjectMapper().readTree(run("", command).output()));
        assertThat(found.keySet()).as(measure.command()).containsAll(measure.numbers().keySet());
        measure
            .numbers()
            .forEach(
                (name, value) ->
                    // Another processor rounds differently, and one decision may turn.
                    assertThat(found.get(name))
                        .as(measure.command() + ": " + name)
                        .isCloseTo(value, within(0.02 * Math.abs(value) + 0.02)));
      }
    }
  }

  private static Map<String, Double> numbers(JsonNode printed) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    put("", printed.path("exhaustive"), numbers);
    put("", printed.path("exact"), numbers);
    printed.path("returns").forEach(returns -> put("", returns, numbers));
    printed
        .path("matches")
        .forEach(match -> put(match.path("opponent").asText() + " ", match, numbers));
    return numbers;
  }

  private static void put(String prefix, JsonNode object, Map<String, Double> into) {
    object
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isNumber()) {
                into.put(prefix + entry.getKey(), entry.getValue().asDouble());
              }
            });
  }
}
