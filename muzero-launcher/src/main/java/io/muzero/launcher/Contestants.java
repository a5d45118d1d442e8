package io.muzero.launcher;

import io.muzero.agent.ReadyAgents;
import io.muzero.agent.TrainedAgent;
import io.muzero.config.NearestWord;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.settings.Excerpt;
import io.muzero.storage.RunFolder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is meant by the names that a command was given, and what they play. A name is a
 * reference player's, an engine's command, or an agent's name or path.
 *
 * @param game what they play
 * @param options of the game
 * @param players who they are, in the order of their names
 */
record Contestants(GameProvider game, GameOptions options, List<Contestant> players) {
  /**
   * What players are asked to do.
   *
   * @param options how agents are loaded
   * @param game the game's name; null: that of the first agent
   * @param seconds of an agent's move; 0: its simulations decide
   */
  record Terms(ComparedOptions options, @Nullable String game, double seconds) {}

  /** A game with its options. */
  private record Rules(GameProvider game, GameOptions options) {}

  /**
   * Finds them.
   *
   * @throws UsageException when one is not there, or plays another game
   */
  static Contestants find(List<String> names, Terms terms, Screen screen) {
    List<Contestant.@Nullable Trained> agents = new ArrayList<>();
    @Nullable Rules rules = null;
    if (terms.game() != null) {
      ResolvedConfig resolved = terms.options().game(terms.game(), screen);
      rules = new Rules(resolved.game(), resolved.config().gameOptions());
      requireTwo(rules);
    }
    for (String name : names) {
      if (isOther(name, rules) || !isAgent(name, terms)) {
        agents.add(null);
        continue;
      }
      try (TrainedAgent agent = TrainedAgent.load(name, terms.options().loading(screen))) {
        Rules own = new Rules(agent.game(), agent.gameOptions());
        rules = rules == null ? own : rules;
        requireSame(rules, own, name);
        requireTwo(rules);
        agents.add(
            new Contestant.Trained(
                label(name, names, agents.size()),
                isReady(name, terms) ? name : source(name, agent.info().checkpoint()),
                agent.info(),
                terms.options().loading(screen),
                terms.seconds()));
      }
    }
    if (rules == null) {
      throw new UsageException(
          "no game is named, and no player is an agent of one: add --game NAME, or name a"
              + " checkpoint in place of "
              + Excerpt.of(names.get(0)));
    }
    List<Contestant> players = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Contestant agent = agents.get(i);
      players.add(agent == null ? other(names, i, rules) : agent);
    }
    return new Contestants(rules.game(), rules.options(), players);
  }

  /** Whether a name is surely that of no agent. */
  private static boolean isOther(String name, @Nullable Rules rules) {
    return Opponents.isEngine(name) || rules != null && rules.game().opponents().contains(name);
  }

  /** Whether there is an agent of this name or path. */
  private static boolean isAgent(String name, Terms terms) {
    if (isReady(name, terms)) {
      return true;
    }
    try {
      return !name.isBlank() && Files.exists(RunFolder.resolve(Path.of(name)));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Whether an agent of this name comes with the program, whatever folders there are. */
  private static boolean isReady(String name, Terms terms) {
    ClassLoader loader = terms.options().games.loader();
    return ReadyAgents.all(loader).stream().anyMatch(card -> card.name().equals(name));
  }

  /** A run that goes on has another best checkpoint later: the one that was found is meant. */
  private static String source(String name, String checkpoint) {
    return Files.isDirectory(Path.of(checkpoint)) ? checkpoint : name;
  }

  private static Contestant other(List<String> names, int number, Rules rules) {
    String name = names.get(number);
    List<String> known = rules.game().opponents();
    if (Opponents.isEngine(name) || known.contains(name)) {
      Opponents.require(rules.game(), rules.game().create(rules.options()), name);
      return new Contestant.Named(label(name, names, number), name, rules.game(), rules.options());
    }
    boolean isPath = name.endsWith(".agent") || name.contains("/");
    throw new UsageException(
        (isPath ? Excerpt.of(name) + " does not exist; " : "")
            + "a player must be the folder of a run or checkpoint, a packed agent, a reference player of "
            + rules.game().name()
            + " ("
            + String.join(", ", known)
            + ") or "
            + Opponents.ENGINES
            + ", was "
            + Excerpt.of(name)
            + NearestWord.hint(name, known));
  }

  /** The name as it was given; who is named twice gets a number. */
  private static String label(String name, List<String> names, int number) {
    int before = (int) names.subList(0, number).stream().filter(name::equals).count();
    return before == 0 ? name : name + " (" + (before + 1) + ")";
  }

  private static void requireSame(Rules rules, Rules other, String name) {
    if (!rules.game().name().equals(other.game().name())) {
      throw new UsageException(
          "all players must play one game: "
              + Excerpt.of(name)
              + " plays "
              + other.game().name()
              + ", not "
              + rules.game().name());
    }
    if (!rules.options().asMap().equals(other.options().asMap())) {
      throw new UsageException(
          "all players must play by the same rules: "
              + Excerpt.of(name)
              + " plays "
              + other.game().name()
              + " with "
              + other.options().asMap()
              + ", not with "
              + rules.options().asMap());
    }
  }

  private static void requireTwo(Rules rules) {
    if (rules.game().create(rules.options()).spec().players() != 2) {
      throw new UsageException(
          "a match needs a game of two players, and "
              + rules.game().name()
              + " has one: measure an agent by evaluate --game "
              + rules.game().name()
              + ", or a run's checkpoints by ladder RUN");
    }
  }
}
