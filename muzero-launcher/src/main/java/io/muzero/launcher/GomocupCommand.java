package io.muzero.launcher;

import io.muzero.protocol.GomocupPlayer;
import io.muzero.protocol.GomocupServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gomocup}: a player of gomoku as an engine that speaks the Gomocup protocol. */
@Command(
    name = "gomocup",
    mixinStandardHelpOptions = true,
    description = {
      "Lets other programs play gomoku against a trained agent by the Gomocup protocol, which Piskvork speaks.",
      "Commands come on standard input, answers go to standard output. The command END, the end of the input or Ctrl-C"
          + " ends it.",
      "Without --checkpoint the best checkpoint of gomoku's newest run plays."
    })
final class GomocupCommand implements Runnable {
  private static final String GAME = "gomoku";

  private final Screen screen;

  @Mixin private HostOptions options;

  GomocupCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    if (options.agents.game == null) {
      options.agents.game = GAME;
    }
    options.host(
        screen,
        new HostOptions.Games(
            GomocupPlayer::canPlay,
            "the Gomocup protocol knows five in a row on a square board only: name a player of gomoku with"
                + " environment.line=5"),
        (player, lines) ->
            new GomocupServer(player, Main.Version.number(), lines, screen.output()).run());
  }
}
