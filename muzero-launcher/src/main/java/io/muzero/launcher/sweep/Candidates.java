package io.muzero.launcher.sweep;

import io.muzero.config.ConfigException;
import io.muzero.config.ConfigLayer;
import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * The candidates of a sweep, each with its whole configuration: what is wrong with a setting or a
 * range is found before anything is trained. Immutable.
 *
 * @param plan what the sweep is to do
 * @param configurations of each candidate, as YAML that {@code train --config} takes
 */
public record Candidates(SweepPlan plan, List<String> configurations) {
  /** Copies the list. */
  public Candidates {
    configurations = List.copyOf(configurations);
  }

  /**
   * Makes the candidates of a sweep's file.
   *
   * @param file the sweep
   * @param name of the file, for messages
   * @param reader makes a configuration of layers, the lowest first
   * @param fits requires that a run with this configuration can be trained here
   * @param note told what a person should know
   * @throws ConfigException when a setting is wrong for one of them, with its place in the file
   */
  public static Candidates of(
      SweepFile file,
      Path name,
      Function<List<ConfigLayer>, ResolvedConfig> reader,
      Consumer<ResolvedConfig> fits,
      Consumer<String> note) {
    List<Map<String, String>> settings =
        file.method() == SweepFile.Method.GRID
            ? Sampling.grid(file.ranges())
            : Sampling.random(file.ranges(), file.count(), file.samplingSeed());
    long last = file.rungs().get(file.rungs().size() - 1);
    List<String> configurations = new ArrayList<>();
    ResolvedConfig first = null;
    for (Map<String, String> candidate : settings) {
      ResolvedConfig resolved = reader.apply(layers(file, candidate, last));
      if (first == null) {
        first = resolved;
      }
      requireSchedule(resolved.config(), name);
      fits.accept(resolved);
      requireMeasured(resolved.config(), file.rungs(), name);
      configurations.add(resolved.yaml());
    }
    if (first == null) {
      throw new IllegalStateException("a range has at least one value");
    }
    notes(file, settings.size(), last).forEach(note); // a refusal above is one line
    MuZeroConfig config = first.config();
    SweepPlan plan =
        new SweepPlan(
            config.game(),
            file.method().word(),
            file.rungs(),
            file.reduction(),
            LongStream.range(0, file.seeds()).mapToObj(i -> config.seed() + i).toList(),
            file.rank(),
            file.parallel(),
            // In turns on one thread, or the players, and the learner beside them.
            config.run().deterministic() ? 1 : config.selfPlay().workers() + 1,
            settings);
    return new Candidates(plan, configurations);
  }

  private static List<String> notes(SweepFile file, int candidates, long last) {
    List<String> notes = new ArrayList<>();
    if (candidates < file.count()) {
      notes.add(
          "the ranges have only "
              + candidates
              + (candidates == 1 ? " combination" : " combinations")
              + ", so that is how many candidates there are");
    }
    if (!file.setsDecay()) {
      notes.add(
          SweepFile.DECAY_STEPS
              + " is "
              + last
              + ", the last rung's steps (it may be set, or searched for)");
    }
    return notes;
  }

  private static List<ConfigLayer> layers(
      SweepFile file, Map<String, String> candidate, long last) {
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(new ConfigLayer.Flag("one worker a run", "selfPlay.workers", "1"));
    if (!file.setsDecay()) {
      layers.add(new ConfigLayer.Flag("steps", SweepFile.DECAY_STEPS, Long.toString(last)));
    }
    layers.addAll(file.base());
    candidate.forEach(
        (key, value) ->
            layers.add(
                new ConfigLayer.Flag(
                    file.places().getOrDefault(key, "ranges") + ", ranges", key, value)));
    layers.add(new ConfigLayer.Flag("steps", "run.steps", Long.toString(last)));
    return layers;
  }

  /** A run that goes on to a later rung must go on as if it had never stopped. */
  private static void requireSchedule(MuZeroConfig config, Path name) {
    if (config.learner().fallsOverRun()) {
      throw new ConfigException(
          SweepFile.DECAY_STEPS
              + " must be at least 1 in a sweep, was 0: a run would end anew at every rung; leave it out for the last rung's"
              + " steps ("
              + name
              + ")");
    }
  }

  /** A deterministic run is evaluated every so many steps exactly, and not at its end. */
  private static void requireMeasured(MuZeroConfig config, List<Long> rungs, Path name) {
    int every = config.evaluation().everySteps();
    for (long rung : rungs) {
      if (config.run().deterministic() && rung % every != 0) {
        throw new ConfigException(
            "evaluation.everySteps must divide the steps of every rung when run.deterministic is true, was "
                + every
                + " with a rung of "
                + rung
                + " steps; set it, or choose steps and firstRung so ("
                + name
                + ")");
      }
    }
  }
}
