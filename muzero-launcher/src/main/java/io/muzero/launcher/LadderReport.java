package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.match.Elo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How strong a run's checkpoints are.
 *
 * @param measure what was measured
 * @param rungs those that were, the earliest first
 * @param strengths of the rungs, with 95 % intervals
 * @param references reference players for comparison
 * @param trend whether it still gets better; null with fewer than two rungs
 */
record LadderReport(
    Measure measure,
    List<Rung> rungs,
    List<Elo.Interval> strengths,
    List<Reference> references,
    @Nullable Trend trend) {
  /** What a ladder measures. */
  enum Measure {
    /** Elo above the random player, of two-player games. */
    ELO("Elo", "elo", 0),
    /** Mean return of one-player games. */
    MEAN_RETURN("mean return", "mean_return", 2);

    private final String words;
    private final String key;
    private final int decimals;

    Measure(String words, String key, int decimals) {
      this.words = words;
      this.key = key;
      this.decimals = decimals;
    }

    /** For people, for example {@code mean return}. */
    String words() {
      return words;
    }

    /** For programs, for example {@code mean_return}. */
    String key() {
      return key;
    }

    String format(double value) {
      return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
  }

  /**
   * A reference player.
   *
   * @param name its name
   * @param strength with its 95 % interval, which is one point for what is fixed
   */
  record Reference(String name, Elo.Interval strength) {}

  /** The table, then the answer. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT, "%-12s %9s %12s %20s", "step", "minutes", measure.words(), "95 %"));
    for (int i = 0; i < rungs.size(); i++) {
      Rung rung = rungs.get(i);
      lines.add(
          line(
              String.format(Locale.ROOT, "%,d", rung.step()),
              String.format(Locale.ROOT, "%.1f", rung.minutes()),
              strengths.get(i)));
    }
    references.forEach(one -> lines.add(line(one.name(), "", one.strength())));
    lines.add(sentence());
    return lines;
  }

  private String line(String name, String minutes, Elo.Interval strength) {
    boolean fixed = strength.low() == strength.high();
    return String.format(
        Locale.ROOT,
        "%-12s %9s %12s %20s",
        name,
        minutes,
        measure.format(strength.value()),
        fixed ? "" : measure.format(strength.low()) + " to " + measure.format(strength.high()));
  }

  private String sentence() {
    return trend == null
        ? "Is it still getting better? One checkpoint cannot tell: run.snapshotMinutes keeps more."
        : trend.sentence(measure.words(), measure.decimals);
  }

  /** One row for each checkpoint and reference player. */
  String csv() {
    StringBuilder text = new StringBuilder("player,step,minutes,");
    String key = measure.key();
    text.append(key).append(',').append(key).append("_low,").append(key).append("_high\n");
    for (int i = 0; i < rungs.size(); i++) {
      Rung rung = rungs.get(i);
      String place = String.format(Locale.ROOT, "%d,%.3f", rung.step(), rung.minutes());
      text.append("agent,").append(place).append(numbers(strengths.get(i))).append('\n');
    }
    for (Reference one : references) {
      text.append(one.name()).append(",,").append(numbers(one.strength())).append('\n');
    }
    return text.toString();
  }

  private static String numbers(Elo.Interval strength) {
    return String.format(
        Locale.ROOT, ",%.4f,%.4f,%.4f", strength.value(), strength.low(), strength.high());
  }

  /** Puts all of it. */
  void put(ObjectNode object) {
    object.put("measure", measure.key());
    ArrayNode checkpoints = object.putArray("checkpoints");
    for (int i = 0; i < rungs.size(); i++) {
      ObjectNode one = checkpoints.addObject();
      one.put("checkpoint", rungs.get(i).checkpoint().toString());
      one.put("step", rungs.get(i).step());
      one.put("minutes", rungs.get(i).minutes());
      MatchText.put(one, "value", strengths.get(i));
    }
    ArrayNode players = object.putArray("references");
    for (Reference reference : references) {
      ObjectNode one = players.addObject();
      one.put("name", reference.name());
      MatchText.put(one, "value", reference.strength());
    }
    if (trend == null) {
      object.putNull("trend");
    } else {
      ObjectNode now = object.putObject("trend");
      now.put("improving", trend.answer().name().toLowerCase(Locale.ROOT));
      MatchText.put(now, "gain", trend.gain());
    }
    object.put("answer", sentence());
  }
}
