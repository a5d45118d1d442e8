package io.muzero.totient;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.totient.report.Figures;
import io.muzero.totient.sharing.Guard;
import io.muzero.totient.sharing.Interleaving;
import io.muzero.totient.sharing.Interleaving.Payer;
import io.muzero.totient.sharing.Interleaving.Step;
import io.muzero.totient.sharing.Price;
import io.muzero.totient.sharing.Rounds;
import io.muzero.totient.work.Stopwatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code totient account}: how a payment is lost, how often, and what prevents it. */
@Command(
    name = "account",
    mixinStandardHelpOptions = true,
    description = {
      "An account with 100: one thread pays out 10 while another pays in 50.",
      "Forces the order in which 10 are lost, then meets it by chance, then cures it."
    })
final class AccountCommand extends LabCommand {
  private static final List<Guard> GUARDS =
      List.of(Guard.NONE, Guard.SYNCHRONIZED, Guard.LOCK, Guard.ATOMIC);
  private static final int MOST_ROUNDS = 1_000_000_000;
  private static final int TOGETHER = 2;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "200000",
      description = "Rounds left to chance for each guard (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /**
   * What was found for a guard.
   *
   * @param alone price with one thread
   * @param together price with two
   */
  private record Line(Rounds rounds, Price alone, Price together) {
    String label() {
      return rounds.guard().label();
    }
  }

  @Override
  void work() throws InterruptedException {
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw wrong("--rounds must be within [1, " + MOST_ROUNDS + "], was " + rounds);
    }
    Interleaving forced = Interleaving.forced();
    if (!json) {
      show(forced);
    }
    Stopwatch stopwatch = Stopwatch.ofMachine();
    List<Line> lines = new ArrayList<>();
    for (Guard guard : GUARDS) {
      Line line =
          new Line(
              Rounds.play(guard, rounds),
              Price.measure(guard, 1, stopwatch),
              Price.measure(guard, TOGETHER, stopwatch));
      lines.add(line);
      if (!json) {
        show(line);
      }
    }
    if (json) {
      print(object(forced, lines).toString());
    } else {
      explain();
    }
  }

  private void show(Interleaving forced) {
    print("Forced, step by step: 100 in the account, 10 are paid out, 50 are paid in.");
    print("");
    print(String.format(Locale.ROOT, "  %-20s%-20s%s", "pays out 10", "pays in 50", "account"));
    for (Step step : forced.steps()) {
      boolean out = step.payer() == Payer.OUT;
      print(
          String.format(
              Locale.ROOT,
              "  %-20s%-20s%d",
              out ? step.action() : "",
              out ? "" : step.action(),
              step.balance()));
    }
    print("");
    print(
        forced.balance()
            + " instead of "
            + Interleaving.RIGHT
            + ": the last to write had read before the other wrote, so the payout of "
            + -Interleaving.PAID_OUT
            + " is lost.");
    print("");
    print(
        "By chance, "
            + Figures.grouped(rounds)
            + " rounds each, and the price of one addition (wall time over all threads'"
            + " additions):");
    print("");
    print(
        String.format(
            Locale.ROOT,
            "  %-14s%10s%12s%12s%12s%14s",
            "guard",
            "lost",
            "ended 150",
            "ended 90",
            "1 thread",
            TOGETHER + " threads"));
  }

  private void show(Line line) {
    print(
        String.format(
            Locale.ROOT,
            "  %-14s%10d%12d%12d%9.1f ns%11.1f ns%s",
            line.label(),
            line.rounds().lost(),
            line.rounds().payoutLost(),
            line.rounds().paymentLost(),
            line.alone().nanos(),
            line.together().nanos(),
            line.together().lost() > 0
                ? "  (" + Figures.percent(line.together().lost()) + " of what was added is lost)"
                : ""));
  }

  private void explain() {
    print("");
    print(
        "Adding is reading, adding and writing. A guard makes the three one: synchronized and lock"
            + " let one thread in at a time");
    print(
        "and make the other wait; atomic is one instruction of the processor and never waits."
            + " Unguarded is cheap because it is");
    print(
        "wrong: the compiler may keep the number in a register and write it when it likes. Where two"
            + " threads really run at");
    print("once, an addition is dearer, for the number moves between the cores' caches.");
  }

  private ObjectNode object(Interleaving forced, List<Line> lines) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("before", Interleaving.BEFORE).put("right", Interleaving.RIGHT);
    object.put("forced", forced.balance());
    ArrayNode steps = object.putArray("steps");
    for (Step step : forced.steps()) {
      steps
          .addObject()
          .put("payer", step.payer().name().toLowerCase(Locale.ROOT))
          .put("action", step.action())
          .put("balance", step.balance());
    }
    object.put("rounds", rounds);
    ArrayNode guards = object.putArray("guards");
    for (Line line : lines) {
      guards
          .addObject()
          .put("guard", line.label())
          .put("lost", line.rounds().lost())
          .put("ended150", line.rounds().payoutLost())
          .put("ended90", line.rounds().paymentLost())
          .put("nanosOneThread", line.alone().nanos())
          .put("nanosTwoThreads", line.together().nanos());
    }
    return object;
  }
}
