package io.muzero.training;

import io.muzero.settings.Check;
import io.muzero.settings.Setting;

/**
 * How the network is trained.
 *
 * <p>Weight decay is decoupled from the gradient (Loshchilov and Hutter, arXiv:1711.05101): it is
 * in no loss, no moment and no gradient's length, and biases have none. Before its other change a
 * step does θ ← θ − s·θ, where s ({@link #decayAt}) is
 *
 * <ul>
 *   <li>{@code learningRate · weightDecay} for {@link Optimiser#ADAMW}. The defaults, .003 and
 *       1e-4, take 3e-7 a step: a weight that gets no gradient keeps 98.7 % in 45,000 steps.
 *   <li>{@code learningRate · weightDecay / (1 − momentum)} for {@link Optimiser#SGD}. MuZero
 *       (arXiv:1911.08265, Appendix G) has ½·1e-4·‖θ‖² in its loss instead, whose gradient 1e-4·θ
 *       the momentum adds up to just that. At its rate of .05 and momentum of .9 it is 5e-5 a step:
 *       such a weight keeps 10.5 % in 45,000 steps.
 * </ul>
 */
public record LearnerConfig(
    @Setting(value = "positions in a training batch, from 1", byDefault = "128") int batchSize,
    @Setting(
            value =
                "steps K the model is unrolled for, from 1 (5 in MuZero's paper); 0 with search.model=rules, where nothing "
                    + "is unrolled",
            byDefault = "5")
        int unrollSteps,
    @Setting(value = "adamw or sgd (with momentum)", byDefault = "adamw") Optimiser optimiser,
    @Setting(value = "learning rate after the warm-up, above 0", byDefault = "0.003")
        double learningRate,
    @Setting(
            value =
                "constant, exponential (times decayRate every decaySteps) or cosine (down to decayRate at decaySteps)",
            byDefault = "constant")
        Schedule schedule,
    @Setting(
            value = "training steps over which the learning rate rises from 0 first; 0: none",
            byDefault = "0")
        int warmUpSteps,
    @Setting(value = "factor the schedule applies, within (0, 1]", byDefault = "0.1")
        double decayRate,
    @Setting(
            value =
                "training steps the schedule's factor applies to; 0: all of the run, to run.steps or run.minutes, whichever"
                    + " is nearer",
            byDefault = "100000")
        int decaySteps,
    @Setting(
            value =
                "weight decay d, at least 0: a step takes rate·d of each weight (not bias) away with adamw, "
                    + "rate·d/(1 − momentum) with sgd (1e-4 in MuZero's paper, with sgd)",
            byDefault = "1e-4")
        double weightDecay,
    @Setting(value = "momentum of sgd, within [0, 1)", byDefault = "0.9") double momentum,
    @Setting(
            value = "greatest length of the gradient; longer ones are shortened to it; 0: never",
            byDefault = "5.0")
        double gradientClip,
    @Setting(value = "factor of the policy loss, at least 0", byDefault = "1.0")
        double policyWeight,
    @Setting(
            value = "factor of the value loss, at least 0 (0.25 in MuZero Reanalyse)",
            byDefault = "1.0")
        double valueWeight,
    @Setting(value = "factor of the reward loss, at least 0", byDefault = "1.0")
        double rewardWeight,
    @Setting(
            value =
                "factor of the K unrolled steps' mean loss beside the first position's own, above 0 (1 in MuZero's paper; "
                    + "at K each step counts as much as the first, as in EfficientZero)",
            byDefault = "1.0")
        double unrolledWeight,
    @Setting(
            value =
                "factor of the consistency loss between projections of unrolled and of observed states, at least 0 "
                    + "(2 in EfficientZero); 0: off",
            byDefault = "0.0")
        double consistencyWeight) {
  /** Checks the ranges. */
  public LearnerConfig {
    Check.within("learner.batchSize", batchSize, 1, 65_536);
    Check.within("learner.unrollSteps", unrollSteps, 0, 1000);
    Check.above("learner.learningRate", learningRate, 0);
    Check.atLeast("learner.warmUpSteps", warmUpSteps, 0);
    Check.above("learner.decayRate", decayRate, 0);
    Check.within("learner.decayRate", decayRate, 0, 1);
    Check.atLeast("learner.decaySteps", decaySteps, 0);
    Check.atLeast("learner.weightDecay", weightDecay, 0);
    Check.within("learner.momentum", momentum, 0, 1);
    Check.that(momentum < 1, "learner.momentum", "must be below 1", momentum);
    Check.atLeast("learner.gradientClip", gradientClip, 0);
    Check.atLeast("learner.policyWeight", policyWeight, 0);
    Check.atLeast("learner.valueWeight", valueWeight, 0);
    Check.atLeast("learner.rewardWeight", rewardWeight, 0);
    Check.above("learner.unrolledWeight", unrolledWeight, 0);
    Check.atLeast("learner.consistencyWeight", consistencyWeight, 0);
    Check.that(
        unrollSteps > 0 || consistencyWeight == 0,
        "learner.consistencyWeight",
        "must be 0 with learner.unrollSteps=0, which unrolls no state",
        consistencyWeight);
  }

  /** Share of each weight that decay takes away in a step of the given learning rate. */
  double decayAt(double rate) {
    return switch (optimiser) {
      case ADAMW -> rate * weightDecay;
      case SGD -> rate * weightDecay / (1 - momentum);
    };
  }

  /** Whether the learning rate falls by how far the run is, and not by steps. */
  public boolean fallsOverRun() {
    return schedule != Schedule.CONSTANT && decaySteps == 0;
  }

  /**
   * The learning rate of a step.
   *
   * @param step counted from 1
   * @param ofRun share of the run that is done with it, within [0, 1]; no meaning but with {@link
   *     #fallsOverRun}
   */
  public double learningRateAt(long step, double ofRun) {
    double periods = decaySteps == 0 ? ofRun : step / (double) decaySteps;
    double factor =
        switch (schedule) {
          case CONSTANT -> 1;
          case EXPONENTIAL -> Math.pow(decayRate, periods);
          case COSINE ->
              decayRate + (1 - decayRate) * (1 + Math.cos(Math.PI * Math.min(1, periods))) / 2;
        };
    double warmUp = warmUpSteps == 0 ? 1 : Math.min(1, step / (double) warmUpSteps);
    return learningRate * warmUp * factor;
  }
}
