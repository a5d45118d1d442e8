package io.muzero.run;

import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.Weights;
import io.muzero.selfplay.WeightSource;
import java.util.function.Supplier;

/**
 * Keeps a network at the newest weights of a supplier. Used by the network's thread.
 *
 * @param model the network
 * @param newest gives the newest weights without waiting: the same object until there are newer
 *     ones
 */
public record NewestWeights(DjlMuZeroModel model, Supplier<Weights> newest)
    implements WeightSource {
  @Override
  public long takeNewest() {
    Weights weights = newest.get();
    if (weights.version() != model.version()) {
      model.load(weights);
    }
    return weights.version();
  }
}
