package io.muzero.metrics;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything a run measures; {@code docs/metrics.md} lists the same (a test compares them).
 *
 * <p>The x axis is the training step. Figures per second are means since the row before.
 */
public enum Metric {
  LOSS(
      "loss/total",
      "What a step minimises: of each position the losses of its first state plus unrolledWeight/K times those of its K "
          + "unrolled states, each times its factor in the configuration and the position's importance; mean over the batch."),
  LOSS_POLICY(
      "loss/policy",
      "Mean cross-entropy of the policy with the search's; nats. A uniform policy over A actions has ln A."),
  LOSS_VALUE(
      "loss/value", "Mean cross-entropy of the categorical value with the n-step return; nats."),
  LOSS_REWARD(
      "loss/reward",
      "Mean cross-entropy of the categorical reward with the game's, over the unrolled states; nats."),
  LOSS_CONSISTENCY(
      "loss/consistency",
      "Mean of 1 − cosine between what is predicted from an unrolled state and the projection of the observed one; about "
          + "1 on a fresh network, 0 when they agree. Only when that loss is on."),
  LOSS_TURN(
      "loss/turn",
      "Mean cross-entropy of who moves next, over the unrolled states; only games whose turns do not alternate; nats."),
  ERROR_POLICY(
      "error/policy",
      "Mean Kullback-Leibler divergence of the predicted policy from the search's: loss/policy less the mean entropy of "
          + "the search's policies; nats."),
  ERROR_VALUE(
      "error/value",
      "Mean distance of the predicted value from the n-step return; the game's units."),
  ERROR_VALUES(
      "error/values",
      Kind.HISTOGRAM,
      "The same at the sampled positions of one batch, targets clipped to the value's support: what priorities are made of."),
  ERROR_REWARD(
      "error/reward",
      "Mean distance of the predicted reward from the game's, over the unrolled states; the game's units."),
  POLICY_ENTROPY(
      "policy/entropy",
      "Mean entropy of the predicted policy at the sampled positions; nats. It falls from ln A as the policy makes up its mind."),
  LEARNING_RATE("learner/learning_rate", "Learning rate of the step."),
  GRADIENT_NORM("learner/gradient_norm", "Length of the gradient before clipping."),
  STEPS_PER_SECOND("learner/steps_per_second", "Training steps a second."),
  SEARCH_DEPTH(
      "search/depth", "Mean number of actions from the root to a simulation's leaf, in self-play."),
  ROOT_VALUE(
      "search/root_value",
      "Mean recorded value (`replay.rootValue`) of the positions of one self-play move, one a game, after their search, in the view of the player to move."),
  ROOT_VALUES("search/root_values", Kind.HISTOGRAM, "The same, one a game."),
  BATCH_FILL(
      "search/batch_fill",
      "States evaluated a network call in self-play, divided by the most a call takes; within 0 to 1."),
  SIMULATIONS_PER_SECOND(
      "search/simulations_per_second", "Simulations a second in self-play, all workers together."),
  ENV_STEPS_PER_SECOND(
      "self_play/env_steps_per_second", "Steps a second in the real environments of self-play."),
  ENV_STEPS("self_play/env_steps", "Steps made in self-play so far."),
  GAMES("self_play/games", "Games finished in self-play so far."),
  REPLAY_POSITIONS("replay/positions", "Positions in the replay buffer."),
  REPLAY_MEBIBYTES("replay/mebibytes", "Memory they take; MiB."),
  REPLAY_AGE(
      "replay/age",
      "Training steps since the weights that played a position were made, mean over the buffer."),
  REPLAY_MEAN_PRIORITY("replay/mean_priority", "Mean priority (value error + ε)^α in the buffer."),
  REPLAY_MAX_PRIORITY("replay/max_priority", "Greatest priority in the buffer."),
  REPLAY_RATIO(
      "replay/ratio", "Positions trained on divided by positions recorded, since the run's start."),
  REANALYSED("reanalyse/positions", "Positions whose targets were searched anew so far."),
  EXPERT_SHARE(
      "expert/share", "Share of games of experts in the batch of the step; within 0 to 1."),
  EXPERT_ACCURACY(
      "expert/policy_accuracy",
      "Share of positions of held-out games of experts in which the network's likeliest legal action is the expert's move."),
  EXPERT_VALUE_ERROR(
      "expert/value_error",
      "Mean distance of the network's value from the game's result, at the same positions; the game's units."),
  GATING_SCORE(
      "gating/score",
      "Score of the step's weights in games against those that played until then: win 1, draw ½, loss 0."),
  GATING_STEP("gating/playing_step", "Training step of the weights that play after those games."),
  EVALUATION_SCORE(
      "evaluation/<opponent>/score",
      "Mean score against a reference player (random, expert, perfect …), both seats: win 1, draw ½, loss 0."),
  EVALUATION_SCORE_LOW(
      "evaluation/<opponent>/score_low",
      "Lower end of that score's 95 % interval. A game that was played more than once counts once."),
  EVALUATION_SCORE_HIGH(
      "evaluation/<opponent>/score_high", "Upper end of that score's 95 % interval."),
  EVALUATION_RETURN(
      "evaluation/mean_return",
      "Mean undiscounted return of evaluation episodes; one-player games."),
  EVALUATION_RETURN_SD(
      "evaluation/sd_return", "Standard deviation of those returns between episodes."),
  EXACT_VALUE_SEARCH(
      "evaluation/exact_value_search",
      "Expected return of the policy that searches, computed over all states; games whose states can be listed."),
  EXACT_VALUE_POLICY(
      "evaluation/exact_value_policy", "The same of the raw policy's likeliest action."),
  BAD_DECISIONS_SEARCH(
      "evaluation/bad_decisions_search",
      "States in which the agent's search gives value away, of all the game has; solved games."),
  BAD_DECISIONS_POLICY(
      "evaluation/bad_decisions_policy", "States in which the raw policy's best action does."),
  EXHAUSTIVE_LOSSES(
      "evaluation/exhaustive_losses",
      "Games lost when an opponent tries every line against the agent from both seats; solved games."),
  WALL_SECONDS("run/wall_seconds", "Seconds the run has trained, over all its sessions."),
  RESIDENT_MEBIBYTES("run/resident_mebibytes", "Resident memory of the process; MiB."),
  CONFIG("config", Kind.TEXT, "The resolved configuration.");

  /** How a metric is shown. */
  public enum Kind {
    /** A curve. */
    SCALAR,
    /** A distribution over time. */
    HISTOGRAM,
    /** A text. */
    TEXT
  }

  private static final String NAME = "<opponent>";

  private final String tag;
  private final Pattern pattern;
  private final Kind kind;
  private final String meaning;

  Metric(String tag, String meaning) {
    this(tag, Kind.SCALAR, meaning);
  }

  Metric(String tag, Kind kind, String meaning) {
    this.tag = tag;
    this.pattern = Pattern.compile("\\Q" + tag.replace("<opponent>", "\\E([^/]+)\\Q") + "\\E");
    this.kind = kind;
    this.meaning = meaning;
  }

  /** The tag; for a metric of each opponent with {@code <opponent>} in the opponent's place. */
  public String tag() {
    return tag;
  }

  /** The tag of one opponent's metric. */
  public String tag(String opponent) {
    if (!tag.contains(NAME)) {
      throw new IllegalArgumentException(tag + " is not measured for each opponent");
    }
    return tag.replace(NAME, opponent);
  }

  /** The opponent of whom a tag says this metric; empty for tags of anything else. */
  public Optional<String> opponentOf(String named) {
    Matcher matcher = pattern.matcher(named);
    return matcher.matches() && matcher.groupCount() == 1
        ? Optional.of(matcher.group(1))
        : Optional.empty();
  }

  /** The metric that a tag belongs to, when it is one of these. */
  public static Optional<Metric> ofTag(String tag) {
    return Arrays.stream(values())
        .filter(metric -> metric.pattern.matcher(tag).matches())
        .findAny();
  }

  /** How it is shown. */
  public Kind kind() {
    return kind;
  }

  /** What it says, with its unit. */
  public String meaning() {
    return meaning;
  }
}
