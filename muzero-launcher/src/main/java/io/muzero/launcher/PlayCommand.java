package io.muzero.launcher;

import io.muzero.agent.TrainedAgent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code play}: a person against a trained agent. */
@Command(
    name = "play",
    mixinStandardHelpOptions = true,
    description = {
      "Plays against a trained agent in the terminal.",
      "Type a move's name, or a command: hint, policy, undo, moves, board, new, help, quit."
    })
final class PlayCommand implements Runnable {
  private final Screen screen;

  @Mixin private CheckpointOptions options;

  @Option(
      names = "--seat",
      paramLabel = "first|second|none",
      completionCandidates = Words.OfSeat.class,
      description = "Your seat. none: watch the agent play itself (default: first).")
  private PlaySession.@Nullable Seat named;

  private PlaySession.Seat seat = PlaySession.Seat.FIRST;

  @Option(
      names = "--details",
      description = "Show the agent's policy, visit counts and values with each of its moves.")
  private boolean details;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the first game (default: ${DEFAULT-VALUE}).")
  private long seed;

  PlayCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    if (seed < 0) {
      throw new UsageException("--seed must be at least 0, was " + seed);
    }
    seat = named == null ? PlaySession.Seat.FIRST : named;
    try (TrainedAgent agent = options.open(screen, this::requireSeat);
        TerminalSize size =
            seat == PlaySession.Seat.NONE ? TerminalSize.of(screen) : TerminalSize.none();
        LineInput input =
            seat != PlaySession.Seat.NONE && screen.isInteractive()
                ? new TerminalInput()
                : new PipeInput(System.in)) {
      screen.note(introduction(agent));
      new PlaySession(
              new PlaySession.Table(screen, input),
              agent::decide,
              agent.newEnvironment(),
              new PlaySession.Wishes(seat, details, seed))
          .run();
    }
  }

  /** In a game for one there is no second seat to take. */
  private void requireSeat(TrainedAgent agent) {
    if (seat == PlaySession.Seat.SECOND && agent.newEnvironment().spec().players() == 1) {
      throw new UsageException(
          "--seat second has no meaning here: " + agent.info().game() + " is a game for one");
    }
  }

  private String introduction(TrainedAgent agent) {
    String game = agent.info().game();
    String who = agent.info().checkpoint();
    String playing;
    if (seat == PlaySession.Seat.NONE) {
      playing = "watching " + who + " play " + game;
    } else if (agent.newEnvironment().spec().players() == 1) {
      playing = "playing " + game + ", with hints of " + who;
    } else {
      playing = "playing " + game + " against " + who;
    }
    return playing + ", " + agent.info().simulations() + " simulations a move";
  }
}
