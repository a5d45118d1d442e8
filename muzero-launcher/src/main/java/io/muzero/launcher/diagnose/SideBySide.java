package io.muzero.launcher.diagnose;

import io.muzero.agent.Decision;
import io.muzero.agent.SearchPlan;
import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Episode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongPredicate;

/**
 * Lets an agent decide in several games side by side, on all processors, and ends within searches.
 * Used by one thread; closing it ends the searches that are going on.
 */
final class SideBySide implements AutoCloseable {
  /** Bytes that the searches may take that are open at the same time. */
  private static final long MOST_BYTES = 1L << 30;

  private final int simulations;
  private final ExecutorService threads;
  private final StoppableSearch search;
  private final LongAdder added = new LongAdder();
  private volatile boolean stopped;

  SideBySide(TrainedAgent agent) {
    simulations = agent.info().simulations();
    threads = Waiting.threads(count(agent), "diagnose");
    search = new StoppableSearch(agent, () -> !stopped, added::add);
  }

  private static int count(TrainedAgent agent) {
    long fit = MOST_BYTES / agent.bytesOf(SearchPlan.of(agent.info().simulations()));
    return (int) Math.max(1, Math.min(fit, Runtime.getRuntime().availableProcessors()));
  }

  /**
   * Decides as the agent does.
   *
   * @param goOn told many times a second how many simulations of these searches are done; at false
   *     they are given up
   * @return a decision for each episode, in their order; empty where it was given up
   */
  List<Optional<Decision>> decide(List<Episode> episodes, LongPredicate goOn) {
    added.reset();
    List<Future<Optional<Decision>>> asked = new ArrayList<>();
    for (Episode episode : episodes) {
      asked.add(threads.submit(() -> search.decide(episode, simulations)));
    }
    List<Optional<Decision>> decisions = new ArrayList<>();
    for (Future<Optional<Decision>> one : asked) {
      decisions.add(Waiting.await(one, () -> told(goOn)).flatMap(decision -> decision));
    }
    return decisions;
  }

  /** Waits on in any case: a search that is to stop does so in a moment. */
  private boolean told(LongPredicate goOn) {
    if (!goOn.test(added.sum())) {
      stopped = true;
    }
    return true;
  }

  /** Ends what is still going on where one search failed. */
  @Override
  public void close() {
    stopped = true;
    threads.shutdown();
  }
}
