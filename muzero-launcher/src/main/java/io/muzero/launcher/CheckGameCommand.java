package io.muzero.launcher;

import io.muzero.config.ConfigException;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.EnvironmentChecker;
import io.muzero.run.SupportWatch;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code check-game}: whether a game keeps the contract of environments. */
@Command(
    name = "check-game",
    mixinStandardHelpOptions = true,
    description = {
      "Plays a game at random and reports what breaks the contract of environments.",
      "A game of your own: check-game --game-jar mygame.jar --game NAME"
    })
final class CheckGameCommand implements Runnable {
  private static final String TRAINABLE = "a network can learn it";

  private final Screen screen;

  @Mixin private ConfigOptions options;

  CheckGameCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    ResolvedConfig resolved = options.resolve();
    EnvironmentChecker checker =
        new EnvironmentChecker(resolved.game(), resolved.config().gameOptions());
    int findings = 0;
    Stop stop = new Stop();
    stop.listen(screen, "the rule that is being checked is the last");
    for (EnvironmentChecker.Rule rule : EnvironmentChecker.Rule.values()) {
      if (stop.asked()) {
        throw new RunFailedException("stopped before this was checked: " + rule.meaning());
      }
      List<EnvironmentChecker.Finding> found = checker.check(rule);
      findings += found.size();
      screen.print((found.isEmpty() ? "ok      " : "BROKEN  ") + rule.meaning());
      found.forEach(finding -> screen.print("        " + finding.message()));
    }
    SupportWatch.declared(resolved.config(), checker.spec())
        .ifPresent(line -> screen.print("warning " + line));
    try {
      resolved.requireTrainable();
      screen.print("ok      " + TRAINABLE);
    } catch (ConfigException e) {
      findings++;
      screen.print("BROKEN  " + TRAINABLE);
      screen.print("        " + e.getMessage());
    }
    if (findings > 0) {
      throw new RunFailedException(
          resolved.config().game()
              + " breaks the contract of environments ("
              + findings
              + " findings)");
    }
    checker.notes().forEach(note -> screen.print("note    " + note));
    resolved
        .game()
        .notes(resolved.config().gameOptions())
        .forEach(note -> screen.print("note    " + note));
  }
}
