package io.muzero.launcher;

import io.muzero.protocol.GtpServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gtp}: a player of ours as an engine that speaks the Go Text Protocol. */
@Command(
    name = "gtp",
    mixinStandardHelpOptions = true,
    description = {
      "Lets other programs play against a trained agent by the Go Text Protocol, version 2.",
      "Commands come on standard input, answers go to standard output. The command quit, the end of the input or Ctrl-C"
          + " ends it."
    })
final class GtpCommand implements Runnable {
  private final Screen screen;

  @Mixin private HostOptions options;

  GtpCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    options.host(
        screen,
        HostOptions.Games.ALL,
        (player, lines) ->
            new GtpServer(player, Main.Version.number(), lines, screen.output()).run());
  }
}
