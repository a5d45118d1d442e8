package io.muzero.launcher;

import io.muzero.launcher.guard.GameCalls;
import picocli.CommandLine.ExitCode;

/**
 * Tells people of a game that does not come back, and ends the process that it keeps from ending.
 */
final class GameWatchdog implements GameCalls.Listener {
  private final Screen screen;

  private GameWatchdog(Screen screen) {
    this.screen = screen;
  }

  /** The calls of games, which are watched from now on. */
  static GameCalls of(Screen screen) {
    GameCalls calls = new GameCalls(System::nanoTime);
    calls.watch(new GameWatchdog(screen));
    return calls;
  }

  @Override
  public void note(String line) {
    screen.note(line);
  }

  @Override
  public boolean stopAsked() {
    return screen.isStopAsked();
  }

  @Override
  public void end(String line) {
    screen.leaveBlock();
    screen.note("muzero: " + line);
    // No exit: what the game holds up could hold up hooks too.
    Runtime.getRuntime().halt(ExitCode.SOFTWARE);
  }
}
