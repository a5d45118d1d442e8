package io.muzero.launcher.doctor;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.MuZeroConfig;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.NetworkShape;
import io.muzero.network.Weights;
import io.muzero.random.RandomStream;
import io.muzero.replay.ObservationStacker;
import io.muzero.replay.RandomBatch;
import io.muzero.replay.TrainingBatch;
import io.muzero.training.Learner;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** A network of one kind for a game, which the self-test computes with in several ways. */
final class Subject {
  /** Fresh heads are zeros, and what is multiplied with zeros tells nothing. */
  private static final double DISTURBANCE = 0.05;

  private final MuZeroConfig config;
  private final EnvironmentSpec spec;
  private final ObservationStacker stacker;
  private final NetworkShape shape;

  private Subject(ResolvedConfig resolved) {
    config = resolved.config();
    spec = resolved.game().create(config.gameOptions()).spec();
    stacker = new ObservationStacker(spec, config.replay().stackedFrames());
    shape = NetworkShape.of(spec, stacker.inputSize()).searchedBy(config.search().usesRules());
  }

  /** The network of a game's own configuration with these settings, each {@code key=value}. */
  static Subject of(String game, String... settings) {
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(ConfigLayer.Flag.ofText("--game", "game", game));
    for (String setting : settings) {
      layers.add(new ConfigLayer.Assignment(setting));
    }
    return new Subject(new ConfigReader(GameRegistry.installed()).read(layers));
  }

  int inputSize() {
    return stacker.inputSize();
  }

  int actionCount() {
    return shape.actionCount();
  }

  /** A model without weights; the caller closes it. */
  DjlMuZeroModel model(DeviceChoice device) {
    return new DjlMuZeroModel(config.network(), shape, config.signedDiscount(spec), device);
  }

  /** A learner that begins with the weights; the caller closes it. */
  Learner learner(DeviceChoice device, Weights weights) {
    Learner learner = learner(device);
    learner.begin(weights);
    return learner;
  }

  private Learner learner(DeviceChoice device) {
    return new Learner(
        config.network(), shape, config.learner(), device, RandomStream.create(1, "self-test", 0));
  }

  /** Weights of which none is 0, the same on every machine. */
  Weights weights() {
    UniformRandomProvider random = RandomStream.create(1, "self-test", 1);
    ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
    try (Learner learner = learner(DeviceChoice.CPU)) {
      float[] values = learner.weights().values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (DISTURBANCE * gaussian.sample());
      }
      return new Weights(0, values);
    }
  }

  /** A batch with random inputs, actions and targets, the same on every machine. */
  TrainingBatch batch() {
    TrainingBatch batch =
        new TrainingBatch(
            config.learner().batchSize(),
            config.learner().unrollSteps(),
            inputSize(),
            actionCount(),
            config.learner().consistencyWeight() > 0);
    RandomBatch.fill(batch, RandomStream.create(1, "self-test", 2));
    return batch;
  }
}
