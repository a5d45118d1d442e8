package io.muzero.environment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rules of {@link EnvironmentChecker} on which actions an environment takes. */
final class ActionRules {
  /** Episodes in which every action of every state is tried. */
  private static final int EPISODES = 4;

  /**
   * Copies in which an episode's legal actions are tried, so that the check of a large action space
   * stays quick too.
   */
  private static final int COPIES_PER_EPISODE = 4000;

  private ActionRules() {}

  static void someLegal(RandomPlay play) {
    int actions = play.discreteActions();
    if (actions == 0) {
      return;
    }
    play.visit(
        RandomPlay.EPISODES,
        (environment, seed, step) -> {
          boolean some = false;
          for (int action = 0; action < actions; action++) {
            some |= environment.isLegal(action);
          }
          if (!some) {
            play.found("no action is legal before the end", seed, step);
          }
          if (environment.isLegal(-1) || environment.isLegal(actions)) {
            play.found("an action outside the space is legal", seed, step);
          }
        });
  }

  static void legalAccepted(RandomPlay play) {
    int[] copies = new int[1];
    play.visit(
        EPISODES,
        (environment, seed, step) -> {
          if (step == 0) {
            copies[0] = 0;
          }
          for (int action = 0; action < play.discreteActions(); action++) {
            if (environment.isLegal(action) && copies[0]++ < COPIES_PER_EPISODE) {
              try {
                environment.copy().step(Action.of(action));
              } catch (RuntimeException e) {
                play.found("the legal action " + action + " was refused: " + e, seed, step);
              }
            }
          }
        });
  }

  static void illegalRefused(RandomPlay play) {
    play.visit(
        EPISODES,
        (environment, seed, step) -> {
          for (Action action : illegalActions(play.spec(), environment)) {
            if (!refused(play, environment, action, seed, step)) {
              return;
            }
          }
        });
  }

  /** Tries an illegal action; returns false when it was taken, and the episode has gone on. */
  private static boolean refused(
      RandomPlay play, Environment environment, Action action, long seed, int step) {
    SeenState before = SeenState.of(environment);
    try {
      environment.step(action);
      play.found("the illegal " + action + " was accepted", seed, step);
      return false;
    } catch (IllegalArgumentException e) {
      String message = e.getMessage();
      if (message == null || message.isBlank()) {
        play.found("the illegal " + action + " was refused without a message", seed, step);
      }
    } catch (RuntimeException e) {
      play.found(
          "the illegal " + action + " must be refused by an IllegalArgumentException, was " + e,
          seed,
          step);
    }
    String difference = before.difference(SeenState.of(environment));
    if (!difference.isEmpty()) {
      play.found("the refused " + action + " changed " + difference, seed, step);
    }
    return true;
  }

  private static List<Action> illegalActions(EnvironmentSpec spec, Environment environment) {
    List<Action> illegal = new ArrayList<>();
    if (spec.actions() instanceof ActionSpace.Continuous box) {
      illegal.add(Action.of(0));
      illegal.add(Action.of(new float[box.low().length + 1]));
      float[] notNumbers = new float[box.low().length];
      Arrays.fill(notNumbers, Float.NaN);
      illegal.add(Action.of(notNumbers));
      return illegal;
    }
    for (int action = 0; action < spec.actionCount(); action++) {
      if (!environment.isLegal(action)) {
        illegal.add(Action.of(action));
      }
    }
    illegal.add(Action.of(spec.actionCount()));
    illegal.add(Action.of(new float[] {0}));
    return illegal;
  }
}
