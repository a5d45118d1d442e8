package io.muzero.launcher;

import io.muzero.agent.TrainedAgent;
import io.muzero.selfplay.Evaluation;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code render}: a picture of an episode. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = {
      "Lets a trained agent play one game and writes a picture of it.",
      "In a two-player game the agent plays both seats unless --opponent is given."
    })
final class RenderCommand implements Runnable {
  private final Screen screen;

  @Mixin private CheckpointOptions options;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The picture's file: .gif for all moves, .png for the last state.")
  private Path out;

  @Option(names = "--opponent", paramLabel = "NAME", description = "Who plays the second seat.")
  private @Nullable String opponent;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Seed of the game (default: ${DEFAULT-VALUE}).")
  private long seed;

  RenderCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    if (seed < 0) {
      throw new UsageException("--seed must be at least 0, was " + seed);
    }
    Stop stop = new Stop();
    try (TrainedAgent agent = options.open(screen, this::requireOpponent)) {
      PictureFile picture = new PictureFile(out, agent.newEnvironment(), screen);
      Evaluation evaluation =
          new Evaluation(agent.game(), agent.gameOptions(), new EvaluatedAgent(agent, stop.goOn()));
      GameResult result = new GameResult(opponent, picture);
      stop.listen(screen, "the moves so far are drawn");
      try {
        if (opponent == null) {
          evaluation.alone(seed, result);
        } else {
          evaluation.match(opponent, 1, 0, seed, result);
        }
      } catch (CancellationException e) {
        picture.finish();
        screen.note("stopped before the game was over");
        return;
      }
      picture.finish();
      screen.note(result.line());
    }
  }

  private void requireOpponent(TrainedAgent agent) {
    if (opponent == null) {
      return;
    }
    if (agent.newEnvironment().spec().players() == 1) {
      throw new UsageException(
          "--opponent has no meaning here: " + agent.info().game() + " is a game for one");
    }
    Opponents.require(agent.game(), agent.newEnvironment(), opponent);
  }
}
