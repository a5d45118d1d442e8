package io.muzero.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code runs list}: what {@code runs} does, for those whose fingers know other programs. */
@Command(
    name = "list",
    hidden = true, // the page and the help of runs have it already
    mixinStandardHelpOptions = true,
    description = "Lists the runs, as runs does alone.")
final class RunsListCommand implements Runnable {
  @ParentCommand private RunsCommand all;

  @Override
  public void run() {
    all.run();
  }
}
