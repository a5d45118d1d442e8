package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.launcher.runs.RunRemoval;
import io.muzero.launcher.runs.RunRemoval.Removed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code runs prune}: takes old runs away. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    description = {
      "Removes runs by age, or all but the newest ones of each game. It shows what would go; --yes lets it go.",
      "A run that is training is never touched. Ctrl-C stops between two files; what is left of a removed run goes the"
          + " next time."
    })
final class RunsPruneCommand implements Runnable {
  private static final Pattern AGE = Pattern.compile("(\\d{1,6})(d|h|min)");

  private final Screen screen;

  @ParentCommand private RunsCommand all;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      description = "Runs that have not changed for so long: 30d, 12h or 90min.")
  private @Nullable String olderThan;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Keep the N runs of each game that changed last, whatever their age.")
  private @Nullable Integer keep;

  @Option(
      names = "--keep-best",
      description =
          "Keep each run's best checkpoint (the newest, if none is the best), settings and curves; remove the rest, so"
              + " that it can be played, and goes on by --from-best alone. A run without a whole checkpoint stays.")
  private boolean keepBest;

  @Option(names = "--yes", description = "Remove. Without it nothing changes.")
  private boolean yes;

  RunsPruneCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    if (olderThan == null && keep == null) {
      throw new UsageException("say which runs may go: --older-than AGE, --keep N, or both");
    }
    if (keep != null && (keep < 0 || keep > 1_000_000)) {
      throw new UsageException("--keep must be within [0, 1000000], was " + keep);
    }
    RunRemoval removal =
        new RunRemoval(
            all.catalogue(),
            new RunRemoval.Rule(age(), keep == null ? 0 : keep, keepBest),
            screen::note);
    if (yes) {
      removal.clearUp();
    }
    List<Removed> plan = removal.plan(all.now());
    if (plan.isEmpty() && all.catalogue().runs().isEmpty()) {
      all.requireKnownGame();
    }
    ObjectNode object = Json.object().put("removed", yes);
    ArrayNode runs = object.putArray("runs");
    long bytes = 0;
    int count = 0;
    for (Removed one : plan) {
      boolean goes = !yes || removal.remove(one.run());
      if (!goes) {
        continue; // said by the removal
      }
      count++;
      bytes += one.bytes();
      runs.add(all.json(one.run()).put("freedBytes", one.bytes()));
      if (!all.json()) {
        screen.print(
            (yes ? "removed " : "would remove ")
                + (keepBest ? RunsCommand.size(one.bytes()) + " of " : "")
                + one.run().folder()
                + " ("
                + RunsCommand.size(one.run().bytes())
                + ", "
                + one.run().state().word()
                + ", changed "
                + all.age(one.run())
                + " ago)");
      }
    }
    object.put("freedBytes", bytes);
    if (all.json()) {
      screen.print(object.toString());
    } else {
      screen.print(
          count == 0
              ? "no run goes"
              : count
                  + (count == 1 ? " run, " : " runs, ")
                  + RunsCommand.size(bytes)
                  + (yes ? "" : "; nothing was removed: add --yes"));
    }
  }

  private Optional<Duration> age() {
    if (olderThan == null) {
      return Optional.empty();
    }
    Matcher age = AGE.matcher(olderThan);
    if (!age.matches()) {
      throw new UsageException(
          "--older-than must be a number of days, hours or minutes such as 30d, 12h or 90min, was "
              + olderThan);
    }
    long number = Long.parseLong(age.group(1));
    return Optional.of(
        switch (age.group(2)) {
          case "d" -> Duration.ofDays(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofMinutes(number);
        });
  }
}
