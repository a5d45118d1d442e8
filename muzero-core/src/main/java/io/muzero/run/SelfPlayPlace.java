package io.muzero.run;

import io.muzero.blackboard.Counter;
import io.muzero.blackboard.Counters;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a run's games are played. By default on threads of this process; elsewhere, a role stands
 * for whoever plays there: it hands weights out, takes trajectories in through {@link
 * RunContext#intake}, and waits at the gates.
 */
@FunctionalInterface
public interface SelfPlayPlace {
  /** A thread for each worker. */
  SelfPlayPlace THREADS = SelfPlayPlace::threads;

  private static List<Role> threads(RunContext context) {
    int workers = context.config().selfPlay().workers();
    Counters counters = context.board().counters();
    long first = counters.get(Counter.PLAYER_NUMBERS);
    if (first > 0) {
      // Somebody played elsewhere: what begins anew here must not draw the same random numbers.
      counters.add(Counter.PLAYER_NUMBERS, workers);
    }
    return IntStream.range(0, workers)
        .mapToObj(number -> (Role) new SelfPlayRole(context, number, first + number))
        .toList();
  }

  /**
   * The first four bytes of what a role saves that plays elsewhere: threads that go on from there
   * begin anew.
   */
  int ELSEWHERE = 0x454c5357;

  /** Makes the roles that play, at least one; each begins on its own thread. */
  List<Role> roles(RunContext context);
}
