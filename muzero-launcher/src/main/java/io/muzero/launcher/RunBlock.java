package io.muzero.launcher;

import io.muzero.run.Evaluated;
import io.muzero.run.Progress;
import io.muzero.training.LearnerStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says how far a run is: a block of a few lines for a terminal, one line elsewhere. */
final class RunBlock {
  private static final int LABEL = 10;
  private static final int LEAST_WIDTH = 20;
  private static final int WIDEST = 110;

  /** Below this share of the way the time left is but a guess. */
  private static final double LEAST_SHARE = 5e-4;

  private static final int MOST_BARS = 30;
  private static final String GREEN = "\u001b[32m";
  private static final String YELLOW = "\u001b[33m";
  private static final String DIM = "\u001b[2m";
  private static final String RESET = "\u001b[0m";

  private final String game;
  private final boolean colour;

  /**
   * A block.
   *
   * @param game the game's name
   * @param colour whether escape codes colour it
   */
  RunBlock(String game, boolean colour) {
    this.game = game;
    this.colour = colour;
  }

  /** The block in lines of at most so many columns. */
  List<String> lines(Progress progress, int columns) {
    int width = Math.max(LEAST_WIDTH, Math.min(columns, WIDEST));
    List<String> lines = new ArrayList<>();
    lines.add(headline(progress, width));
    add(lines, "time", time(progress), width);
    add(lines, "strength", strength(progress), width);
    if (!progress.evaluations().isEmpty()) {
      lines.add(trend(progress));
    }
    add(lines, "speed", speed(progress), width);
    LearnerStep last = progress.last();
    if (last != null) {
      add(lines, "loss", loss(last), width);
    }
    return lines;
  }

  private String headline(Progress progress, int width) {
    String text = label(game.length() < LABEL ? game : game + " ") + steps(progress);
    double share = progress.share();
    if (Double.isNaN(share)) {
      return text;
    }
    String percent = String.format(Locale.ROOT, "%3.0f %%", Math.floor(100 * share));
    int room = width - text.length() - percent.length() - 4;
    if (room < 5) {
      return text + "  " + percent;
    }
    int done = (int) Math.floor(share * room);
    return text
        + "  "
        + paint(GREEN, "━".repeat(done))
        + paint(DIM, "─".repeat(room - done))
        + "  "
        + percent;
  }

  private static String steps(Progress progress) {
    return progress.stepBound() > 0
        ? String.format(Locale.ROOT, "step %,d of %,d", progress.step(), progress.stepBound())
        : String.format(Locale.ROOT, "step %,d", progress.step());
  }

  private static String time(Progress progress) {
    if (progress.share() >= 1) {
      return duration(progress.seconds()) + ", training is done";
    }
    StringBuilder text = new StringBuilder(duration(progress.seconds())).append(" so far");
    if (Double.isNaN(progress.share())) {
      text.append(", no bound: Ctrl-C ends it");
    } else if (Double.isNaN(progress.secondsLeft()) || progress.share() < LEAST_SHARE) {
      text.append(", time left not known yet");
    } else {
      text.append(", about ").append(duration(progress.secondsLeft())).append(" left");
    }
    if (progress.stopAt() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "; ends sooner after %d evaluations in a row without a wrong decision (%d so far)",
              progress.stopAt(),
              progress.faultless()));
    }
    return text.toString();
  }

  private static String strength(Progress progress) {
    List<Evaluated> evaluations = progress.evaluations();
    if (evaluations.isEmpty()) {
      return "not measured yet; the first evaluation comes soon";
    }
    Evaluated newest = evaluations.get(evaluations.size() - 1);
    return String.format(
        Locale.ROOT, "at step %,d: %s", newest.step(), Strength.of(newest.report()));
  }

  private String trend(Progress progress) {
    List<Evaluated> evaluations = progress.evaluations();
    Sparkline.Trend trend = Sparkline.trend(evaluations);
    String code =
        switch (trend) {
          case IMPROVING, FAULTLESS -> GREEN;
          case FALLING -> YELLOW;
          case STEADY, UNKNOWN -> "";
        };
    return label("trend")
        + Sparkline.of(evaluations, MOST_BARS)
        + "  "
        + paint(code, trend.words())
        + String.format(
            Locale.ROOT,
            ", %d evaluation%s",
            evaluations.size(),
            evaluations.size() == 1 ? "" : "s");
  }

  private static String speed(Progress progress) {
    String selfPlay =
        String.format(
            Locale.ROOT,
            "%,.0f simulations/s, %,d games",
            progress.simulationsPerSecond(),
            progress.games());
    if (progress.last() == null && progress.positions() >= progress.warmUp()) {
      return selfPlay; // a run that goes on, before its first step
    }
    return progress.last() == null
        ? String.format(
            Locale.ROOT,
            "%s; filling the replay buffer, %,d of %,d positions",
            selfPlay,
            progress.positions(),
            progress.warmUp())
        : String.format(Locale.ROOT, "%.1f steps/s, %s", progress.stepsPerSecond(), selfPlay);
  }

  private static String loss(LearnerStep last) {
    return String.format(
        Locale.ROOT,
        "policy %.3f, value %.3f, reward %.3f",
        last.policyLoss(),
        last.valueLoss(),
        last.rewardLoss());
  }

  /** A label and its text, which goes on below itself where it is too long. */
  private void add(List<String> lines, String label, String text, int width) {
    String margin = label(label);
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && LABEL + line.length() + 1 + word.length() > width) {
        lines.add(margin + line);
        margin = " ".repeat(LABEL);
        line = new StringBuilder();
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(margin + line);
  }

  /** A further line of the block. */
  String labelled(String label, String text) {
    return label(label) + text;
  }

  private String label(String label) {
    return paint(DIM, label) + " ".repeat(Math.max(0, LABEL - label.length()));
  }

  private String paint(String code, String text) {
    return colour && !code.isEmpty() && !text.isEmpty() ? code + text + RESET : text;
  }

  /** Everything in one line, without colour. */
  static String line(Progress progress) {
    List<String> parts = new ArrayList<>();
    parts.add(steps(progress));
    parts.add(duration(progress.seconds()));
    if (progress.share() >= 1) {
      parts.add("training is done");
    } else if (!Double.isNaN(progress.secondsLeft()) && progress.share() >= LEAST_SHARE) {
      parts.add("about " + duration(progress.secondsLeft()) + " left");
    }
    parts.add(speed(progress));
    LearnerStep last = progress.last();
    if (last != null) {
      parts.add("loss: " + loss(last));
    }
    if (!progress.evaluations().isEmpty()) {
      parts.add(strength(progress));
      parts.add(Sparkline.trend(progress.evaluations()).words());
    }
    return String.join(" | ", parts);
  }

  /** For example {@code 1:02:03} or {@code 2:03}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole >= 3600
        ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
