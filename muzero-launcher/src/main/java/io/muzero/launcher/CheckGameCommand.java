package io.muzero.launcher;

import io.muzero.config.ConfigException;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.EnvironmentChecker;
import io.muzero.launcher.guard.GameCalls;
import io.muzero.launcher.guard.GuardedGame;
import io.muzero.run.SupportWatch;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
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
    GameCalls calls = GameWatchdog.of(screen);
    Stop stop = new Stop();
    stop.listen(screen, "what was not checked is named");
    EnvironmentChecker checker =
        new EnvironmentChecker(
            GuardedGame.watched(resolved.game(), calls), resolved.config().gameOptions());
    int findings = 0;
    for (EnvironmentChecker.Rule rule : EnvironmentChecker.Rule.values()) {
      List<EnvironmentChecker.Finding> found;
      try {
        found = checker.check(rule, stop.goOn());
      } catch (CancellationException e) {
        throw new RunFailedException("stopped before this was checked: " + rule.meaning());
      }
      findings += found.size();
      screen.print((found.isEmpty() ? "ok      " : "BROKEN  ") + rule.meaning());
      found.forEach(finding -> screen.print("        " + finding.message()));
    }
    calls.slowest().ifPresent(slow -> screen.print("warning " + slowLine(slow)));
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

  private static String slowLine(GameCalls.SlowCall slow) {
    return String.format(
        Locale.ROOT,
        "one call of %s took %.0f s; a training makes thousands of them",
        slow.what(),
        slow.seconds());
  }
}
