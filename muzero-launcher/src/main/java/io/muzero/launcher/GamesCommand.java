package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.config.GameRegistry;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code games}: lists the games. */
@Command(
    name = "games",
    mixinStandardHelpOptions = true,
    description = "Lists the games on the class path.")
final class GamesCommand implements Runnable {
  private final Screen screen;

  @Mixin private GameJars jars;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  GamesCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    GameRegistry games = jars.registry();
    if (json) {
      ObjectNode object = Json.object();
      ArrayNode list = object.putArray("games");
      games.all().forEach(game -> list.add(describe(game)));
      screen.print(object.toString());
      return;
    }
    int width = games.names().stream().mapToInt(String::length).max().orElse(0);
    for (GameProvider game : games.all()) {
      screen.print(
          game.name()
              + " ".repeat(width + 2 - game.name().length())
              + game.description()
              + "; opponents: "
              + String.join(", ", game.opponents()));
    }
  }

  private static ObjectNode describe(GameProvider game) {
    EnvironmentSpec spec = game.create(GameOptions.NONE).spec();
    ObjectNode object = Json.object();
    object.put("name", game.name()).put("description", game.description());
    object.put("players", spec.players());
    object.putArray("observation").add(spec.channels()).add(spec.height()).add(spec.width());
    if (spec.actions() instanceof ActionSpace.Discrete discrete) {
      object.put("actions", discrete.size());
    }
    object.put("maxSteps", spec.maxSteps());
    ArrayNode opponents = object.putArray("opponents");
    game.opponents().forEach(opponents::add);
    return object;
  }
}
