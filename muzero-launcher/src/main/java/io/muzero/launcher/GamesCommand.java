package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.config.GameRegistry;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.GameFamily;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code games}: lists the games. */
@Command(
    name = "games",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the games on the class path and in --game-jar.",
      "With --game: shows one game with its players, actions and options."
    })
final class GamesCommand implements Runnable {
  private final Screen screen;

  @Mixin private GameJars jars;

  @Option(
      names = {"-g", "--game"},
      paramLabel = "NAME",
      completionCandidates = GameNames.class,
      description = "Show only this game, with its options.")
  private @Nullable String game;

  @Option(
      names = "--python",
      paramLabel = "PATH",
      description = "With --game of a game such as gym:CartPole-v1: its Python.")
  private @Nullable String python;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  GamesCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    GameRegistry games = jars.registry();
    if (game != null) {
      GameProvider one = games.get(game);
      if (json) {
        screen.print(describe(one, options()).toString());
      } else {
        about(one, options()).forEach(screen::print);
      }
      return;
    }
    if (json) {
      ObjectNode object = Json.object();
      ArrayNode list = object.putArray("games");
      games.all().forEach(game -> list.add(describe(game, GameOptions.NONE)));
      screen.print(object.toString());
      return;
    }
    int width =
        Stream.concat(
                games.names().stream(),
                games.families().stream().map(family -> family.prefix() + ":NAME"))
            .mapToInt(String::length)
            .max()
            .orElse(0);
    for (GameProvider game : games.all()) {
      screen.print(
          game.name()
              + " ".repeat(width + 2 - game.name().length())
              + game.description()
              + "; opponents: "
              + String.join(", ", game.opponents()));
    }
    for (GameFamily family : games.families()) {
      String name = family.prefix() + ":NAME";
      screen.print(name + " ".repeat(width + 2 - name.length()) + family.description());
    }
  }

  private GameOptions options() {
    return python == null ? GameOptions.NONE : new GameOptions(Map.of("python", python));
  }

  private static List<String> about(GameProvider game, GameOptions set) {
    EnvironmentSpec spec = game.create(set).spec();
    List<String> lines = new ArrayList<>();
    lines.add(game.name() + ": " + game.description());
    lines.add("players      " + spec.players());
    lines.add("observation  " + spec.channels() + " x " + spec.height() + " x " + spec.width());
    lines.add(
        "actions      "
            + (spec.actions() instanceof ActionSpace.Discrete discrete
                ? Integer.toString(discrete.size())
                : "continuous"));
    lines.add("steps        " + (spec.maxSteps() == 0 ? "no bound" : "at most " + spec.maxSteps()));
    lines.add("opponents    " + String.join(", ", game.opponents()));
    List<GameOptions.Asked> options = GameOptions.of(game, set.asMap());
    lines.add(
        "options      " + (options.isEmpty() ? "none" : "set one by --set environment.NAME=VALUE"));
    for (GameOptions.Asked option : options) {
      lines.add("  " + option.key() + ": " + option.rule() + ", default " + option.byDefault());
    }
    lines.addAll(game.notes(set));
    return lines;
  }

  private static ObjectNode describe(GameProvider game, GameOptions set) {
    EnvironmentSpec spec = game.create(set).spec();
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
    ArrayNode options = object.putArray("options");
    for (GameOptions.Asked option : GameOptions.of(game, set.asMap())) {
      options
          .addObject()
          .put("name", option.key())
          .put("rule", option.rule())
          .put("default", option.byDefault().toString());
    }
    return object;
  }
}
