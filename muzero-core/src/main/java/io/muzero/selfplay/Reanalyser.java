package io.muzero.selfplay;

import io.muzero.environment.Environment;
import io.muzero.model.MuZeroModel;
import io.muzero.model.RootStates;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.ReplayBuffer;
import io.muzero.replay.RootValue;
import io.muzero.replay.Trajectory;
import io.muzero.search.BatchedSearch;
import io.muzero.search.SearchResult;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.rng.RestorableUniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * Searches stored games again with newer weights and replaces their policies and values (MuZero
 * Reanalyze, arXiv:1911.08265, Appendix H).
 *
 * <p>Of a segment only its own positions are searched, and the state in which its episode was cut:
 * what lies around them are the own positions of the neighbouring segments. So the targets of its
 * last n positions are bootstrapped from values as they were recorded, and so are the unrolled
 * steps past its end; with segments much longer than n that is a small part of what is trained on.
 * With n as long as a segment or longer, only policies and λ-returns would gain.
 *
 * <p>Several trajectories are searched together, so that short games fill a batch too. Used by one
 * thread, that of its model.
 */
public final class Reanalyser implements AutoCloseable {
  private final ReplayBuffer buffer;
  private final ObservationStacker stacker;
  private final BatchedSearch search;
  private final RootValue rootValue;
  private final RestorableUniformRandomProvider random;
  private final int batch;
  private final RootInputs inputs;

  /** Null where the model needs no more than observations. */
  private @Nullable ReplayedStates replayed;

  /**
   * A reanalyser.
   *
   * @param buffer holds the games
   * @param model evaluates positions; outlives this
   * @param settings search and recorded values, as in self-play
   * @param batch positions searched in one batch, at least 1
   * @param random draws the roots' noise; owned from now on
   */
  public Reanalyser(
      ReplayBuffer buffer,
      MuZeroModel model,
      SelfPlaySettings settings,
      int batch,
      RestorableUniformRandomProvider random) {
    this.buffer = buffer;
    this.random = random;
    this.batch = batch;
    rootValue = settings.replay().rootValue();
    stacker = buffer.stacker();
    search = new BatchedSearch(model, settings.search(), batch);
    inputs = new RootInputs(stacker, model, batch);
  }

  /**
   * Plays recorded episodes again by the rules from now on, for a model that steps them.
   *
   * @param game makes an environment of the game
   * @param watch told when the thread is inside the game
   */
  public void replayBy(Supplier<Environment> game, GameWatch watch) {
    replayed = new ReplayedStates(game, stacker, watch);
  }

  /** A stored trajectory and the targets it gets. */
  private static final class Task {
    final ReplayBuffer.Stored stored;
    final float[] policies;
    final float[] rootValues;
    final float[] networkValues;

    /** States of its searched positions; empty when nobody needs them. */
    final List<Environment> states;

    Task(ReplayBuffer.Stored stored, List<Environment> states) {
      this.stored = stored;
      this.states = states;
      Trajectory trajectory = stored.trajectory();
      int actionCount = trajectory.actionCount();
      policies = new float[trajectory.length() * actionCount];
      for (int i = 0; i < policies.length; i++) {
        policies[i] = trajectory.policy(i / actionCount, i % actionCount);
      }
      rootValues = new float[trajectory.searchedPositions()];
      for (int position = 0; position < rootValues.length; position++) {
        rootValues[position] = trajectory.rootValue(position);
      }
      networkValues = new float[trajectory.length()];
      for (int position = 0; position < networkValues.length; position++) {
        networkValues[position] = trajectory.networkValue(position);
      }
    }
  }

  /** One position of a task. */
  private record Place(Task task, int position) {
    boolean isCut() {
      return position == task.stored.trajectory().length();
    }
  }

  /**
   * Refreshes the next trajectories, about a batch of positions.
   *
   * @return own positions searched, without the states in which episodes were cut, which are
   *     searched for their values alone; 0 when the buffer is empty
   */
  public int refresh() {
    List<Task> tasks = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    int own = 0;
    while (places.size() < batch) {
      Optional<ReplayBuffer.Stored> next = buffer.nextToReanalyse();
      if (next.isEmpty() || tasks.stream().anyMatch(t -> t.stored.id() == next.get().id())) {
        break; // the whole buffer is smaller than a batch
      }
      ReplayedStates states = replayed;
      Task task =
          new Task(next.get(), states == null ? List.of() : states.of(next.get().trajectory()));
      tasks.add(task);
      Trajectory trajectory = next.get().trajectory();
      own += trajectory.sampleablePositions();
      for (int i = trajectory.firstSampleable(); i < trajectory.endSampleable(); i++) {
        places.add(new Place(task, i));
      }
      if (trajectory.truncated()) {
        places.add(new Place(task, trajectory.length()));
      }
    }
    for (int from = 0; from < places.size(); from += batch) {
      searchAgain(places.subList(from, Math.min(places.size(), from + batch)));
    }
    for (Task task : tasks) {
      buffer.refresh(
          task.stored.id(),
          task.stored.trajectory().withTargets(task.policies, task.rootValues, task.networkValues));
    }
    return own;
  }

  private void searchAgain(List<Place> places) {
    int actionCount = stacker.actionCount();
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      inputs.put(i, place.task.stored.trajectory(), place.position);
    }
    search.setRootStates(
        new RootStates() {
          @Override
          public Environment environment(int root) {
            return places.get(root).task.states.get(places.get(root).position);
          }

          @Override
          public boolean isTruncated(int root) {
            return places.get(root).isCut();
          }

          @Override
          public long imageSeed(int root) {
            return random.nextLong();
          }
        });
    SearchResult result = inputs.search(search, places.size(), random);
    float[] values = RecordedValues.of(result, rootValue);
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      place.task.rootValues[place.position] = values[i];
      if (!place.isCut()) {
        place.task.networkValues[place.position] = result.networkValue[i];
        System.arraycopy(
            result.policy,
            i * actionCount,
            place.task.policies,
            place.position * actionCount,
            actionCount);
      }
    }
  }

  /** Writes the generator's state. */
  public void save(DataOutput out) throws IOException {
    RandomStream.save(random, out);
  }

  /** Takes over what {@link #save} wrote. */
  public void restore(DataInput in) throws IOException {
    RandomStream.restore(random, in);
  }

  /** Frees the search's memory, not the model. */
  @Override
  public void close() {
    search.close();
  }
}
