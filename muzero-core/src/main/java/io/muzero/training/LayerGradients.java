package io.muzero.training;

import io.muzero.network.Layer;
import io.muzero.network.NetworkProgram;
import java.util.Locale;

/**
 * The gradients of what the layers multiply with, as TorchScript: the counterpart of {@link
 * io.muzero.network.LayerText}, from x and the gradient of z of each use of a layer.
 *
 * <p>{@code layer_gradients(d, tapes, gs, head_tape, head_gs, actions)} lists them in the order of
 * {@code e}.
 */
final class LayerGradients {
  private static final String OPERATIONS =
      """
        def linear_gradient(self, xs: List[Tensor], zs: List[Tensor], w: Tensor) -> Tensor:
          return torch.mm(torch.t(zs[0]), xs[0])

        def linear_bias_gradient(self, zs: List[Tensor]) -> Tensor:
          return torch.sum(zs[0], [0])

        def linear_table_gradient(self, zs: List[Tensor], table: Tensor, actions: Tensor) -> Tensor:
          sums = torch.zeros_like(table, dtype=6)
          return torch.to(sums.index_add_(0, torch.flatten(actions), torch.to(zs[0], sums)), table)

        def convolution_gradient(self, xs: List[Tensor], zs: List[Tensor], w: Tensor, stride: int) -> Tensor:
          sums = torch.zeros_like(w, dtype=6)
          for i in range(len(xs)):
            sums.add_(torch.convolution_backward(zs[i], xs[i], w, None, [stride, stride], [1, 1], [1, 1], False, [0, 0], 1, [False, True, False])[1])
          return torch.to(sums, w)

        def convolution_bias_gradient(self, zs: List[Tensor]) -> Tensor:
          return torch.sum(torch.stack([torch.sum(z, [0, 2, 3]) for z in zs]), [0])

        def convolution_table_gradient(self, zs: List[Tensor], table: Tensor, actions: Tensor) -> Tensor:
          sums = torch.zeros_like(table, dtype=6)
          for i in range(len(zs)):
            sums.index_add_(0, actions[i], torch.to(torch.permute(zs[i], [0, 2, 3, 1]), sums))
          return torch.to(sums, table)

        def spread_table_gradient(self, zs: List[Tensor], taps: Tensor, inside: Tensor, actions: Tensor) -> Tensor:
          sums = torch.zeros_like(taps)
          for i in range(len(zs)):
            g = torch.matmul(torch.flatten(torch.to(zs[i], sums), 2), torch.t(inside))
            sums.index_add_(0, actions[i], torch.flatten(g, 1))
          return sums

      """;

  private LayerGradients() {}

  /** The functions for a network that is unrolled for so many steps. */
  static String of(NetworkProgram network, int unrollSteps) {
    return OPERATIONS + calls(network, unrollSteps);
  }

  /** Gradient of each expanded tensor from x and the gradient of z of each of its uses. */
  private static String calls(NetworkProgram network, int unrollSteps) {
    StringBuilder text = new StringBuilder();
    text.append(
        "  def layer_gradients(self, d: List[Tensor], tapes: List[List[Tensor]], gs: List[List[Tensor]],"
            + " head_tape: List[Tensor], head_gs: List[Tensor], actions: Tensor)"
            + " -> List[Optional[Tensor]]:\n");
    text.append("    r: List[Optional[Tensor]] = []\n");
    int dynamics = network.representationLayers();
    int heads = dynamics + network.dynamicsLayers();
    for (int i = 0; i < network.layers().size(); i++) {
      Layer layer = network.layers().get(i);
      if (i < dynamics) {
        text.append(format("    xs, zs = [tapes[0][%d]], [gs[0][%d]]\n", 2 * i, i));
      } else if (i < heads && unrollSteps == 0) {
        text.append(format("    r.append(torch.zeros_like(d[%d]))\n", 2 * i));
        text.append(format("    r.append(torch.zeros_like(d[%d]))\n", 2 * i + 1));
        continue; // the dynamics were not used
      } else if (i < heads) {
        int j = i - dynamics;
        text.append(
            format(
                layer.convolution()
                    ? "    xs, zs = [t[%d] for t in tapes[1:]], [t[%d] for t in gs[1:]]\n"
                    : "    xs, zs = [torch.cat([t[%d] for t in tapes[1:]])],"
                        + " [torch.cat([t[%d] for t in gs[1:]])]\n",
                2 * j,
                j));
      } else {
        int j = i - heads;
        text.append(
            network.isRecurrent(i)
                ? format(
                    "    xs, zs = [torch.cat(head_tape[%d:%d:2])], [torch.cat(head_gs[%d:%d])]\n",
                    2 * j, 2 * (j + unrollSteps), j, j + unrollSteps)
                : format("    xs, zs = [head_tape[%d]], [head_gs[%d]]\n", 2 * j, j));
      }
      String kind = layer.convolution() ? "convolution" : "linear";
      String stride =
          layer.convolution() ? (layer.kind() == Layer.Kind.STRIDED ? ", 2" : ", 1") : "";
      text.append(format("    r.append(self.%s_gradient(xs, zs, d[%d]%s))\n", kind, 2 * i, stride));
      text.append(
          !layer.takesAction()
              ? format("    r.append(self.%s_bias_gradient(zs))\n", kind)
              : network.spreadsRows()
                  ? format(
                      "    r.append(self.spread_table_gradient(zs, d[%d], d[-1], actions))\n",
                      2 * i + 1)
                  : format(
                      "    r.append(self.%s_table_gradient(zs, d[%d], actions))\n",
                      kind, 2 * i + 1));
    }
    return text.append("    return r\n\n").toString();
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
