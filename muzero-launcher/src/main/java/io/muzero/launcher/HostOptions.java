package io.muzero.launcher;

import io.muzero.agent.TrainedAgent;
import io.muzero.config.NearestWord;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.Environment;
import io.muzero.protocol.CommandLines;
import io.muzero.protocol.EnginePlayer;
import io.muzero.protocol.HostedPlayer;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that let other programs play against a player of ours. */
final class HostOptions {
  @Mixin CheckpointOptions agents;

  @Option(
      names = "--player",
      paramLabel = "NAME",
      description =
          "Let a reference player of --game play in place of a trained agent: random, or one that the command games"
              + " lists.")
  @Nullable String player;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "With --player: seed of its choices among equals (default: 0).")
  @Nullable Long seed;

  /**
   * The games that a protocol knows.
   *
   * @param playable whether it knows one
   * @param otherwise what to say of any other
   */
  record Games(Predicate<Environment> playable, String otherwise) {
    /** All of two players who move in turn. */
    static final Games ALL = new Games(environment -> true, "");

    private void require(Environment environment, String game) {
      if (environment.spec().players() != 2 || !environment.spec().alternating()) {
        throw new UsageException(
            "only games of two players who move in turn are played by a protocol, and "
                + game
                + " is none");
      }
      if (!playable.test(environment)) {
        throw new UsageException(otherwise);
      }
    }
  }

  /**
   * Lets another program play until it has enough, or a signal ends it.
   *
   * @param games that it may play
   * @param session plays
   */
  void host(Screen screen, Games games, BiConsumer<HostedPlayer, CommandLines> session) {
    if (seed != null && seed < 0) {
      throw new UsageException("--seed must be at least 0, was " + seed);
    }
    if (player == null) {
      requireNoSeed();
      try (TrainedAgent agent =
          agents.open(
              screen, found -> games.require(found.newEnvironment(), found.info().game()))) {
        play(screen, new HostedAgent(agent), session);
      }
      return;
    }
    if (agents.checkpoint != null || agents.agent != null || agents.simulations != null) {
      throw new UsageException(
          "--player has no network: it does not go together with --checkpoint, --agent or --simulations");
    }
    ResolvedConfig resolved = agents.configuration(screen);
    Environment environment = resolved.game().create(resolved.config().gameOptions());
    games.require(environment, resolved.game().name());
    requirePlayer(resolved, environment, player);
    try (HostedReference reference =
        new HostedReference(resolved, player, seed == null ? 0 : seed, games.playable())) {
      play(screen, reference, session);
    }
  }

  private static void play(
      Screen screen, HostedPlayer player, BiConsumer<HostedPlayer, CommandLines> session) {
    CommandLines lines = new CommandLines(System.in);
    StopSignals.installSilently(screen, lines::stop);
    session.accept(player, lines);
  }

  private void requireNoSeed() {
    if (seed != null) {
      throw new UsageException(
          "--seed has no meaning here: it is for a player of --player, and an agent makes no"
              + " random choices");
    }
  }

  private static void requirePlayer(
      ResolvedConfig resolved, Environment environment, String named) {
    List<String> players = resolved.game().opponents();
    if (EnginePlayer.isNamed(named)) {
      EnginePlayer.requirePlayable(named, environment, resolved.game().name());
    } else if (!players.contains(named)) {
      throw new UsageException(
          "--player must be one of "
              + String.join(", ", players)
              + ", was "
              + named
              + NearestWord.hint(named, players));
    }
  }
}
