package io.muzero.selfplay;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.environment.Solver;
import io.muzero.environment.Step;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Meets an agent with every sequence of replies there is, and counts in all states of the game how
 * often it gives value away, by the word of an exact solver.
 */
final class ExhaustiveWalk {
  /** States searched between two questions whether to go on. */
  private static final int CHUNK = 256;

  private final GameProvider game;
  private final GameOptions options;
  private final Agent agent;
  private final GameWatch watch;
  private final Solver solver;
  private final int actionCount;

  /** {@code watch}: told when the walk is inside the game or its solver. */
  ExhaustiveWalk(GameProvider game, GameOptions options, Agent agent, GameWatch watch) {
    this.game = game;
    this.options = options;
    this.agent = agent;
    this.watch = watch;
    solver =
        watch
            .inside(() -> game.solver(options))
            .filter(Solver::canEnumerate)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the game " + game.name() + " has no solver that knows every state"));
    actionCount = watch.inside(() -> game.create(options).spec().actionCount());
  }

  /**
   * Walks.
   *
   * @param progress told now and then how far it is; gives up by throwing
   */
  ExhaustiveReport walk(Evaluation.Progress progress) {
    long[] lines = new long[2];
    for (int seat = 0; seat < 2; seat++) {
      walkLines(seat, lines, progress);
    }
    List<Episode> states = watch.inside(this::everyState);
    int badSearch = 0;
    for (int from = 0; from < states.size(); from += CHUNK) {
      progress.decided(from, states.size());
      List<Episode> some = states.subList(from, Math.min(from + CHUNK, states.size()));
      badSearch += badDecisions(some, agent.search(some));
    }
    progress.decided(states.size(), states.size());
    return new ExhaustiveReport(
        lines[0], lines[1], states.size(), badSearch, badDecisions(states, agent.policy(states)));
  }

  private Episode start() {
    Environment environment = game.create(options);
    environment.reset(0);
    return new Episode(environment);
  }

  /** Counts lines in {@code lines[0]} and those the agent loses in {@code lines[1]}. */
  private void walkLines(int seat, long[] lines, Evaluation.Progress progress) {
    List<Episode> level = List.of(watch.inside(this::start));
    while (!level.isEmpty()) {
      progress.decided(0, 0);
      List<Episode> deciding =
          level.stream().filter(p -> p.environment().playerToMove() == seat).toList();
      int[] decisions = agent.search(deciding);
      List<Episode> next = new ArrayList<>();
      try {
        for (int i = 0; i < decisions.length; i++) {
          watch.enter();
          follow(deciding.get(i), decisions[i], 1, next, lines);
        }
        for (Episode episode : level) {
          watch.enter();
          if (episode.environment().playerToMove() != seat) {
            followReplies(episode, next, lines);
          }
        }
      } finally {
        watch.leave();
      }
      level = next;
    }
  }

  private void followReplies(Episode episode, List<Episode> next, long[] lines) {
    for (int a = 0; a < actionCount; a++) {
      if (episode.environment().isLegal(a)) {
        follow(episode, a, -1, next, lines);
      }
    }
  }

  /** {@code sign}: 1 for a move of the agent, −1 for a reply. */
  private static void follow(
      Episode episode, int action, int sign, List<Episode> next, long[] lines) {
    Episode after = episode.copy();
    Step step = after.play(action);
    if (step.ended()) {
      lines[0]++;
      lines[1] += sign * step.reward() < 0 ? 1 : 0;
    } else {
      next.add(after);
    }
  }

  /** Every state that is not ended, each with the history of one way to get there. */
  private List<Episode> everyState() {
    List<Episode> states = new ArrayList<>();
    Set<FloatBuffer> seen = new HashSet<>();
    states.add(start());
    seen.add(key(states.get(0)));
    for (int i = 0; i < states.size(); i++) {
      watch.enter(); // the game has come back: many states take long, none of them does
      Episode episode = states.get(i);
      for (int a = 0; a < actionCount; a++) {
        if (episode.environment().isLegal(a)) {
          Episode after = episode.copy();
          if (!after.play(a).ended() && seen.add(key(after))) {
            states.add(after);
          }
        }
      }
    }
    return states;
  }

  /** What tells states of a game without hidden information apart: observation and mover. */
  private static FloatBuffer key(Episode episode) {
    float[] observation = episode.observation(0);
    float[] key = Arrays.copyOf(observation, observation.length + 1);
    key[observation.length] = episode.environment().playerToMove();
    return FloatBuffer.wrap(key);
  }

  private int badDecisions(List<Episode> states, int[] decisions) {
    int bad = 0;
    for (int i = 0; i < decisions.length; i++) {
      Environment state = states.get(i).environment();
      int[] values = watch.inside(() -> solver.actionValues(state));
      if (values[decisions[i]] < Arrays.stream(values).max().orElseThrow()) {
        bad++;
      }
    }
    return bad;
  }
}
