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
import java.util.function.Consumer;
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
      defaultValue = "0",
      description = "With --player: seed of its choices among equals (default: ${DEFAULT-VALUE}).")
  long seed;

  /**
   * Lets another program play until it has enough, or a signal ends it.
   *
   * @param check refuses a game that cannot be played
   * @param session plays
   */
  void host(
      Screen screen, Consumer<Environment> check, BiConsumer<HostedPlayer, CommandLines> session) {
    if (seed < 0) {
      throw new UsageException("--seed must be at least 0, was " + seed);
    }
    if (player == null) {
      try (TrainedAgent agent = agents.open(screen)) {
        requireTwo(agent.newEnvironment(), agent.info().game(), check);
        play(screen, new HostedAgent(agent), session);
      }
      return;
    }
    if (agents.checkpoint != null || agents.agent != null || agents.simulations != null) {
      throw new UsageException(
          "--player has no network: it does not go together with --checkpoint, --agent or --simulations");
    }
    ResolvedConfig resolved = agents.configuration();
    Environment environment = resolved.game().create(resolved.config().gameOptions());
    requireTwo(environment, resolved.game().name(), check);
    requirePlayer(resolved, environment, player);
    try (HostedReference reference = new HostedReference(resolved, player, seed)) {
      play(screen, reference, session);
    }
  }

  private static void play(
      Screen screen, HostedPlayer player, BiConsumer<HostedPlayer, CommandLines> session) {
    CommandLines lines = new CommandLines(System.in);
    StopSignals.installSilently(screen, lines::stop);
    session.accept(player, lines);
  }

  private static void requireTwo(
      Environment environment, String game, Consumer<Environment> check) {
    if (environment.spec().players() != 2 || !environment.spec().alternating()) {
      throw new UsageException(
          "only games of two players who move in turn are played by a protocol, and "
              + game
              + " is none");
    }
    check.accept(environment);
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
