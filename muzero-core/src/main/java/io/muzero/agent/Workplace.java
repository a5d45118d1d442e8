package io.muzero.agent;

import io.muzero.environment.Episode;
import io.muzero.model.MuZeroModel;
import io.muzero.model.StoppableModel;
import io.muzero.selfplay.SearchAgent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one thread decides with: its own network, and searches that it makes when they are first
 * needed and keeps. Belongs to that thread; owns all of it.
 */
final class Workplace implements AutoCloseable {
  private final AgentSetup setup;
  private @Nullable StoppableModel network;
  private @Nullable SearchAgent single;
  private @Nullable SearchAgent batched;
  private final Set<EpisodeSearch> searches = new HashSet<>();

  Workplace(AgentSetup setup) {
    this.setup = setup;
  }

  /** The network; stays the workplace's. */
  MuZeroModel network() {
    return stoppable();
  }

  private StoppableModel stoppable() {
    if (network == null) {
      network = new StoppableModel(setup.networks().get());
    }
    return network;
  }

  private SearchAgent single() {
    if (single == null) {
      single = agent(1);
    }
    return single;
  }

  private SearchAgent batched() {
    if (batched == null) {
      batched = agent(setup.batch());
    }
    return batched;
  }

  private SearchAgent agent(int most) {
    setup.requireRoom(Math.max(most, setup.images()));
    return new SearchAgent(network(), setup.search(), setup.images() > 1, setup.stacker(), most);
  }

  /** Decides in one episode. */
  Decision decide(Episode episode) {
    return decide(List.of(episode), single()).get(0);
  }

  /** Decides in many episodes, batch by batch. */
  List<Decision> decide(List<Episode> episodes) {
    return decide(episodes, batched());
  }

  private List<Decision> decide(List<Episode> episodes, SearchAgent agent) {
    List<Decision> decisions = new ArrayList<>(episodes.size());
    agent.search(episodes, into(decisions, episodes));
    return decisions;
  }

  /**
   * As {@link #decide(List)}, stopped and told of within searches.
   *
   * @param goOn asked within searches, on this thread; at false a {@link
   *     java.util.concurrent.CancellationException} ends them
   * @param evaluated told many times within a batch how many simulations were added to all trees
   *     together, those aside that met a known state; on this thread
   */
  List<Decision> decide(List<Episode> episodes, BooleanSupplier goOn, IntConsumer evaluated) {
    List<Decision> decisions = new ArrayList<>(episodes.size());
    stoppable().tell(evaluated);
    try {
      search(episodes, goOn, into(decisions, episodes));
    } finally {
      stoppable().tell(count -> {});
    }
    return decisions;
  }

  /** Reads the decisions in some episodes from what searches find. */
  private SearchAgent.Findings into(List<Decision> decisions, List<Episode> episodes) {
    int[][] images = setup.imageActions();
    return (first, count, result, tree) -> {
      for (int i = 0; i < count; i++) {
        decisions.add(
            new TreeReader(tree, i * images.length, images)
                .decision(
                    result,
                    i,
                    episodes.get(first + i).legalActions(),
                    setup.search().simulations()));
      }
    };
  }

  /**
   * The action chosen in each episode by searching.
   *
   * @param goOn as of {@link #decide(List, BooleanSupplier, IntConsumer)}
   * @param decided told after each batch how many episodes were in it, on this thread
   */
  int[] choose(List<Episode> episodes, BooleanSupplier goOn, IntConsumer decided) {
    int[] actions = new int[episodes.size()];
    search(
        episodes,
        goOn,
        (first, count, result, tree) -> {
          System.arraycopy(result.action, 0, actions, first, count);
          decided.accept(count);
        });
    return actions;
  }

  private void search(List<Episode> episodes, BooleanSupplier goOn, SearchAgent.Findings findings) {
    stoppable().goOnWhile(goOn);
    try {
      batched().search(episodes, findings);
    } finally {
      stoppable().goOnWhile(() -> true);
    }
  }

  /** The legal action that the network alone holds likeliest in each episode. */
  int[] chooseWithoutSearch(List<Episode> episodes) {
    return batched().policy(episodes);
  }

  /** Begins a search that goes on in steps; it is closed by {@link #end}. */
  EpisodeSearch begin(Episode episode, SearchPlan plan) {
    EpisodeSearch search = new EpisodeSearch(network(), setup, episode, plan);
    searches.add(search);
    return search;
  }

  /** Frees a search; does nothing when that was done. */
  void end(EpisodeSearch search) {
    if (searches.remove(search)) {
      search.close();
    }
  }

  /** Imagines a line. */
  ImaginedLine imagine(Episode episode, List<Integer> actions) {
    return new Imagination(network(), setup.stacker(), episode).along(actions);
  }

  @Override
  public void close() {
    searches.forEach(EpisodeSearch::close);
    searches.clear();
    if (single != null) {
      single.close();
    }
    if (batched != null) {
      batched.close();
    }
    if (network != null) {
      network.close();
    }
  }
}
