package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.network.SupportConfig;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.TargetBuilder;
import io.muzero.replay.Trajectory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Says once when a game brings rewards or returns beyond what the network's supports hold: such
 * targets are clipped, and what is clipped to the same end looks alike however different it is.
 *
 * <p>A value target is looked at with its bootstrapped values clipped to the support: what is still
 * beyond comes from the game's rewards, not from values that the network has yet to learn.
 * Thread-safe.
 */
public final class SupportWatch {
  private static final String REWARD = "network.rewardSupport";
  private static final String VALUE = "network.valueSupport";

  /** Share of a range that may be exceeded: what is added up is not exact. */
  private static final double ROUNDING = 1e-4;

  private final String game;
  private final TargetBuilder targets;
  private final Watched rewards;
  private final Watched values;

  /** Rewards that are added up at most where sums are predicted, otherwise 1. */
  private final int summed;

  private final Consumer<String> listener;

  /** Whether there may be something to say. */
  private volatile boolean pending;

  /** One support and the least and greatest number seen. */
  private static final class Watched {
    final SupportConfig support;

    // Kept, because they are needed at every recorded position.
    final double low;
    final double high;
    final double rounding;

    volatile boolean told;
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;

    Watched(SupportConfig support) {
      this.support = support;
      low = support.least();
      high = support.greatest();
      rounding = rounding(support);
      told = support.mayClip();
    }

    void see(double number) {
      double tidy = Math.abs(number) < rounding ? 0 : number;
      least = Math.min(least, tidy);
      greatest = Math.max(greatest, tidy);
    }

    boolean isExceeded() {
      return !told && (least < low - rounding || greatest > high + rounding);
    }
  }

  /**
   * A watch; says at once what is known of the game.
   *
   * @param stacker of the games that are recorded
   * @param listener hears of it, one line each
   */
  SupportWatch(
      MuZeroConfig config,
      EnvironmentSpec spec,
      ObservationStacker stacker,
      Consumer<String> listener) {
    game = config.game();
    targets = new TargetBuilder(stacker, config.replay());
    rewards = new Watched(config.network().rewardSupport());
    values = new Watched(config.network().valueSupport());
    summed = Math.max(1, config.network().prefixHorizon());
    this.listener = listener;
    Optional<String> declared = declared(config, spec);
    declared.ifPresent(listener);
    rewards.told |= declared.isPresent();
  }

  /** The watch of a run. */
  static SupportWatch of(RunSetup setup, Consumer<String> listener) {
    return new SupportWatch(setup.config(), setup.spec(), setup.stacker(), listener);
  }

  /**
   * What is to be said of the rewards that a game declares: one line, or nothing where the support
   * holds them, where a bound is infinite, and where they are meant to be clipped.
   */
  public static Optional<String> declared(MuZeroConfig config, EnvironmentSpec spec) {
    SupportConfig support = config.network().rewardSupport();
    double declaredLow = config.replay().clipped(spec.rewardLow());
    double declaredHigh = config.replay().clipped(spec.rewardHigh());
    double low = Double.isFinite(declaredLow) ? declaredLow : support.least();
    double high = Double.isFinite(declaredHigh) ? declaredHigh : support.greatest();
    return support.mayClip() || holds(support, low, high)
        ? Optional.empty()
        : Optional.of(
            line(
                config.game()
                    + " declares rewards from "
                    + number(spec.rewardLow())
                    + " to "
                    + number(spec.rewardHigh()),
                REWARD,
                support,
                low,
                high));
  }

  /** Takes note of a recorded trajectory. */
  void recorded(Trajectory trajectory) {
    boolean watchRewards = !rewards.told;
    float[] own = values.told ? null : targetsOf(trajectory);
    if (!watchRewards && own == null) {
      return;
    }
    synchronized (this) {
      for (int t = trajectory.firstSampleable(); t < trajectory.endSampleable(); t++) {
        double sum = 0;
        for (int i = t; i < Math.min(t + summed, trajectory.length()); i++) {
          sum += trajectory.reward(i);
          rewards.see(sum);
        }
        if (own != null) {
          values.see(own[t]);
        }
      }
      pending = rewards.isExceeded() || values.isExceeded();
    }
  }

  /** The value targets, were no recorded value beyond the support. */
  private float[] targetsOf(Trajectory trajectory) {
    float[] clipped = new float[trajectory.searchedPositions()];
    for (int position = 0; position < clipped.length; position++) {
      double value = trajectory.rootValue(position);
      clipped[position] = (float) Math.min(values.high, Math.max(values.low, value));
    }
    return targets.valueTargets(trajectory.withRootValues(clipped));
  }

  /** Says what is to be said; called before what was recorded is trained on. */
  void tell() {
    if (pending) {
      pending = false;
      tell(
          rewards,
          REWARD,
          summed == 1 ? "rewards" : "sums of up to " + summed + " rewards in a row");
      tell(values, VALUE, "returns");
    }
  }

  private void tell(Watched watched, String key, String what) {
    String line;
    synchronized (this) {
      if (!watched.isExceeded()) {
        return;
      }
      watched.told = true;
      line =
          line(
              game
                  + " brought "
                  + what
                  + " from "
                  + number(watched.least)
                  + " to "
                  + number(watched.greatest),
              key,
              watched.support,
              watched.least,
              watched.greatest);
    }
    listener.accept(line);
  }

  private static boolean holds(SupportConfig support, double least, double greatest) {
    double rounding = rounding(support);
    return least >= support.least() - rounding && greatest <= support.greatest() + rounding;
  }

  private static double rounding(SupportConfig support) {
    return ROUNDING * (support.greatest() - support.least());
  }

  private static String line(
      String seen, String key, SupportConfig support, double least, double greatest) {
    boolean below = least < support.least();
    boolean above = greatest > support.greatest();
    String min = key + ".min at most " + number(least, RoundingMode.FLOOR);
    String max = key + ".max at least " + number(greatest, RoundingMode.CEILING);
    return seen
        + ", but "
        + key
        + " holds "
        + number(support.least())
        + " to "
        + number(support.greatest())
        + " and what is beyond is clipped: set "
        + (below && above ? min + " and " + max : below ? min : max)
        + " in a new run, or "
        + key
        + ".mayClip=true if that is meant";
  }

  private static String number(double value) {
    return number(value, RoundingMode.HALF_EVEN);
  }

  /** With four digits at most, as one would write it. */
  private static String number(double value, RoundingMode rounding) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "infinity" : "-infinity";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(4, rounding));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
