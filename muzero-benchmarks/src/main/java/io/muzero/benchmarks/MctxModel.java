package io.muzero.benchmarks;

import io.muzero.model.HiddenStates;
import io.muzero.model.ModelOutput;
import io.muzero.model.MuZeroModel;
import io.muzero.model.Transitions;
import io.muzero.network.DeviceChoice;
import io.muzero.network.TorchInference;
import io.muzero.random.RandomStream;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The model that mctx was measured with, on libtorch: a hidden state of 64 numbers; dynamics from
 * state and one-hot action, 73 → 64 with ReLU, 64 → 64 with tanh; reward, value and 9 policy logits
 * each a linear function of the new state. Random weights. A root's observation is its hidden
 * state.
 */
final class MctxModel implements MuZeroModel {
  static final int ACTIONS = 9;
  static final int STATE = 64;

  private static final String TEXT =
      """
      class MuZero(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool

        def prepare(self, theta: Tensor, c: List[Tensor]) -> List[Tensor]:
          p = torch.split_with_sizes(theta, [4096, 576, 4096, 64, 704, 11])
          first = torch.view(p[0], [64, 64])
          actions = torch.view(p[1], [9, 64])
          second = torch.view(p[2], [64, 64])
          heads = torch.view(p[4], [64, 11])
          return [first, actions, second, p[3], heads, p[5]]

        def predict(self, e: List[Tensor], h: Tensor, out: Tensor) -> Tensor:
          z = torch.split_with_sizes(torch.addmm(e[5], h, e[4]), [9, 1, 1], 1)
          numbers = torch.cat([torch.reshape(z[0], [-1]), torch.view(z[1], [-1]), torch.view(z[2], [-1])])
          torch.narrow(out, 0, 0, numbers.size(0)).copy_(numbers)
          return out

        def initial(self, e: List[Tensor], c: List[Tensor], slab: Tensor, o: Tensor, index: Tensor, out: Tensor, n: int) -> Tensor:
          h = torch.to(o[:n], slab)
          slab.index_copy_(0, index[0, :n].to(slab.device), h)
          return self.predict(e, h, out)

        def recurrent(self, e: List[Tensor], c: List[Tensor], slab: Tensor, index: Tensor, out: Tensor, n: int, first: int) -> Tensor:
          i = torch.narrow(index, 1, 0, n).to(slab.device)
          x = torch.addmm(torch.index_select(e[1], 0, i[2]), torch.index_select(slab, 0, i[1]), e[0])
          x = torch.addmm(e[3], torch.relu_(x), e[2])
          if first < 0:
            h = torch.tanh_(x)
            slab.index_copy_(0, i[0], h)
          else:
            h = torch.tanh(x, out=torch.narrow(slab, 0, first, n))
          return self.predict(e, h, out)
      """;

  private static final int PARAMETERS = 4096 + 576 + 4096 + 64 + 704 + 11;

  private final TorchInference inference;

  MctxModel(DeviceChoice device) {
    inference =
        new TorchInference(
            TEXT,
            List.of(),
            new TorchInference.Sizes(PARAMETERS, STATE, STATE, ACTIONS),
            device.resolve());
    UniformRandomProvider random = RandomStream.create(1, "mctx model", 0);
    float[] weights = new float[PARAMETERS];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (random.nextFloat() - 0.5f) / 2; // deviation about 1/√64
    }
    inference.load(weights);
  }

  @Override
  public int actionCount() {
    return ACTIONS;
  }

  @Override
  public int observationSize() {
    return STATE;
  }

  @Override
  public HiddenStates newHiddenStates(int rows) {
    return inference.newHiddenStates(rows);
  }

  @Override
  public void initialInference(
      float[] observations, int count, HiddenStates states, int[] rows, ModelOutput output) {
    read(inference.initial(observations, count, states, rows), count, output);
  }

  @Override
  public void recurrentInference(HiddenStates states, Transitions transitions, ModelOutput output) {
    int[] parentRows = transitions.parentRows();
    int[] actions = transitions.actions();
    int[] childRows = transitions.childRows();
    int count = transitions.count();
    FloatBuffer from = inference.recurrent(states, parentRows, actions, childRows, count);
    read(from, count, output);
    from.get(count * (ACTIONS + 1), output.reward, 0, count);
    Arrays.fill(output.discount, 0, count, 0.99f);
  }

  private static void read(FloatBuffer from, int count, ModelOutput output) {
    from.get(0, output.policyLogits, 0, count * ACTIONS);
    from.get(count * ACTIONS, output.value, 0, count);
  }

  @Override
  public void close() {
    inference.close();
  }
}
