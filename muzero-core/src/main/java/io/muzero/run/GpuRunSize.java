package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.network.GpuMemory;
import io.muzero.search.SearchConfig;
import io.muzero.search.SearchSize;
import io.muzero.settings.InvalidSettingException;
import io.muzero.settings.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a run takes of a GPU's memory, computed before it takes any: estimates from above, as {@link
 * GpuMemory} makes them.
 */
final class GpuRunSize {
  private final List<Part> parts = new ArrayList<>();

  /**
   * What one part takes.
   *
   * @param what the part
   * @param key the setting that decides most
   * @param value its value
   * @param others what else makes it smaller
   * @param bytes of the GPU's memory
   */
  private record Part(String what, String key, long value, String others, long bytes) {}

  private GpuRunSize() {}

  /** The size of a run with this configuration. */
  static GpuRunSize of(RunSetup setup) {
    MuZeroConfig config = setup.config();
    GpuMemory memory = GpuMemory.of(setup.network());
    GpuRunSize size = new GpuRunSize();
    int batch = config.learner().batchSize();
    size.parts.add(
        new Part(
            String.format(Locale.ROOT, "training on batches of %,d positions", batch),
            "learner.batchSize",
            batch,
            "learner.unrollSteps or network.channels",
            memory.learner(batch, config.learner().unrollSteps())));
    int games = config.selfPlay().gamesPerWorker();
    int workers = config.selfPlay().workers();
    size.parts.add(
        new Part(
            String.format(
                Locale.ROOT, "self-play of %,d games by each of %,d workers", games, workers),
            "selfPlay.gamesPerWorker",
            games,
            "selfPlay.workers or search.simulations",
            Size.product(workers, player(setup, memory, config.search(), games))));
    SearchConfig evaluation = config.evaluation().trainingSearch(config.search());
    int evaluated = MatchSize.evaluationBatch(setup);
    size.parts.add(
        new Part(
            String.format(Locale.ROOT, "evaluation of %,d positions at once", evaluated),
            config.evaluation().trainingSimulationsKey(),
            evaluation.simulations(),
            "evaluation.games",
            player(setup, memory, evaluation, evaluated)));
    if (config.gating().isOn()) {
      int matched = MatchSize.gatingBatch(setup);
      SearchConfig gating = config.gating().search(config.search());
      size.parts.add(
          new Part(
              String.format(Locale.ROOT, "gating matches of %,d games at once", matched),
              config.gating().simulationsKey(),
              gating.simulations(),
              "gating.games",
              Size.product(2, player(setup, memory, gating, matched))));
    }
    if (config.reanalyse().share() > 0) {
      int again = config.reanalyse().batch();
      size.parts.add(
          new Part(
              String.format(Locale.ROOT, "reanalysis of %,d positions at once", again),
              "reanalyse.batch",
              again,
              "search.simulations",
              player(setup, memory, config.search(), again)));
    }
    return size;
  }

  private static long player(RunSetup setup, GpuMemory memory, SearchConfig search, int batch) {
    SearchSize size = SearchSize.of(search, batch, setup.shape().actionCount(), setup.stateSize());
    // Copies of the game are not on the GPU.
    return memory.player(search.usesRules() ? size.calls() : size.nodes(), size.calls());
  }

  /** Bytes of all parts and of the driver. */
  long bytes() {
    return Size.sum(GpuMemory.CONTEXT, Size.sum(parts.stream().mapToLong(Part::bytes).toArray()));
  }

  /**
   * Requires that it fits.
   *
   * @param free bytes of the GPU's memory that nobody uses
   * @throws InvalidSettingException when it does not, with the setting that takes most
   */
  void requireFits(long free) {
    if (bytes() <= free) {
      return;
    }
    Part greatest = parts.stream().max(Comparator.comparingLong(Part::bytes)).orElseThrow();
    throw new InvalidSettingException(
        greatest.key,
        String.format(
            Locale.ROOT,
            "must be smaller: %s needs %s, the whole run %s, and the GPU has %s free; or lower %s, or use --device cpu",
            greatest.what,
            Size.mebibytes(greatest.bytes),
            Size.mebibytes(bytes()),
            Size.mebibytes(free),
            greatest.others),
        greatest.value);
  }
}
