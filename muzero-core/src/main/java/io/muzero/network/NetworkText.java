package io.muzero.network;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes a {@link NetworkProgram} as TorchScript: its class comment says which functions, and what
 * they leave to whoever completes the program. Immutable.
 */
final class NetworkText {
  // Numbers that TorchScript has for element types and memory formats.
  private static final int FLOAT32 = 6;
  private static final int BFLOAT16 = 15;
  private static final int CHANNELS_LAST = 2;

  private final NetworkProgram network;
  private final NetworkConfig config;
  private final NetworkShape shape;
  private final List<NetworkProgram.Layer> layers;
  private final int representationLayers;
  private final int dynamicsLayers;
  private final boolean dense;
  private final boolean bfloat16;

  NetworkText(NetworkProgram network, NetworkConfig config) {
    this.network = network;
    this.config = config;
    shape = network.shape();
    layers = network.layers();
    representationLayers = network.representationLayers();
    dynamicsLayers = network.dynamicsLayers();
    dense = network.dense();
    bfloat16 = network.bfloat16();
  }

  /** The shared functions followed by {@code completion}. */
  String text(String completion) {
    return """
        class MuZero(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool

          def scale(self, x: Tensor) -> Tensor:
            low = torch.amin(x, [1], True)
            width = torch.add(torch.sub(torch.amax(x, [1], True), low), 1e-5)
            return torch.div(torch.sub(x, low), width)

        """
        + completion
        + splitText()
        + expandText()
        + trunkText("representation", "o", 0, representationLayers, false)
        + trunkText("dynamics", "h", representationLayers, dynamicsLayers, true)
        + headsText();
  }

  private String splitText() {
    String sizes =
        network.layout().parameters().stream()
            .map(p -> Integer.toString(p.size()))
            .collect(Collectors.joining(", "));
    StringBuilder text = new StringBuilder();
    text.append("  def split(self, theta: Tensor) -> List[Tensor]:\n");
    text.append("    p = torch.split_with_sizes(theta, [").append(sizes).append("])\n");
    text.append("    return [");
    for (int i = 0; i < network.layout().parameters().size(); i++) {
      String dimensions = network.layout().parameters().get(i).shape().toString();
      text.append(i == 0 ? "" : ", ").append("torch.view(p[" + i + "], " + dimensions + ")");
    }
    return text.append("]\n\n").toString();
  }

  private String expandText() {
    StringBuilder text = new StringBuilder();
    text.append("  def dense(self, kernel: Tensor, taps: Tensor) -> Tensor:\n");
    text.append("    o, i = kernel.size(0), kernel.size(1)\n");
    text.append("    m = torch.matmul(torch.view(kernel, [-1, 9]), taps)\n");
    text.append(
        format(
            "    m = torch.permute(torch.view(m, [o, i, %1$d, %1$d]), [0, 2, 1, 3])\n",
            shape.cells()));
    text.append(format("    return torch.reshape(m, [o * %1$d, i * %1$d])\n\n", shape.cells()));
    text.append("  def expand(self, p: List[Tensor], c: List[Tensor]) -> List[Tensor]:\n");
    text.append("    e: List[Tensor] = []\n");
    for (int i = 0; i < layers.size(); i++) {
      NetworkProgram.Layer layer = layers.get(i);
      text.append(
          layer.planes()
              ? planesText(layer)
              : linearText(layer, i == network.sharedHead() || i == network.rewardHead()));
    }
    if (network.spreadsRows()) {
      text.append(format("    e.append(c[%d])\n", NetworkProgram.ACTION_PLANES));
    }
    return text.append("    return e\n\n").toString() + actionRowsText();
  }

  /** What a layer adds for the actions of a batch. */
  private String actionRowsText() {
    String rows = "torch.index_select(e[2 * i + 1], 0, a)";
    if (network.spreadsRows()) {
      String taps =
          format(
              "torch.view(%s, [-1, %d, %d])",
              rows, config.channels(), NetworkProgram.TAPS_AND_BIAS);
      rows =
          cast(
              format(
                  "torch.view(torch.matmul(%s, e[-1]), [-1, %d, %d, %d])",
                  taps, config.channels(), shape.height(), shape.width()));
    } else if (config.type() == NetworkType.RESIDUAL && !dense) {
      rows = format("torch.permute(%s, [0, 3, 1, 2])", rows);
    }
    return "  def action_rows(self, e: List[Tensor], i: int, a: Tensor) -> Tensor:\n"
        + format("    return %s\n\n", rows);
  }

  /** The kernels of actions without a place and the bias, [A, channels, 10]. */
  private String tapsText(String actions, String bias) {
    String taps = format("torch.permute(torch.flatten(%s, 2), [1, 0, 2])", actions);
    String biases =
        format("torch.expand(torch.view(%s, [1, -1, 1]), [%d, -1, -1])", bias, shape.actionCount());
    return format("torch.cat([%s, %s], 2)", taps, biases);
  }

  /** The table of actions without a place, [A, channels, P]. */
  private String placelessTable(String actions, String bias) {
    return format("torch.matmul(%s, c[%d])", tapsText(actions, bias), NetworkProgram.ACTION_PLANES);
  }

  private String linearText(NetworkProgram.Layer layer, boolean readsState) {
    String weight = "p[" + layer.weight() + "]";
    String bias = "p[" + layer.bias() + "]";
    if (readsState && config.type() == NetworkType.RESIDUAL && !dense) {
      String ordered =
          format(
              "torch.reshape(torch.permute(torch.view(%s, [-1, %d, %d]), [0, 2, 1]), [-1, %d])",
              config.globalPooling() ? weight + "[:, :" + network.stateSize() + "]" : weight,
              config.channels(),
              shape.cells(),
              network.stateSize());
      if (config.globalPooling()) {
        ordered = format("torch.cat([%s, %s[:, %d:]], 1)", ordered, weight, network.stateSize());
      }
      return format("    e.append(%s)\n", cast(ordered)) + format("    e.append(%s)\n", cast(bias));
    }
    return format("    e.append(%s)\n", weight)
        + format(
            "    e.append(%s)\n",
            layer.actions() < 0 ? bias : format("torch.add(p[%d], %s)", layer.actions(), bias));
  }

  /** A tensor in the convolutions' number format. */
  private String cast(String tensor) {
    return bfloat16 ? format("torch.to(%s, %d)", tensor, BFLOAT16) : tensor;
  }

  private String uncast(String tensor) {
    return bfloat16 ? format("torch.to(%s, %d)", tensor, FLOAT32) : tensor;
  }

  private String planesText(NetworkProgram.Layer layer) {
    String weight = "p[" + layer.weight() + "]";
    String bias = "p[" + layer.bias() + "]";
    String actions = "p[" + layer.actions() + "]";
    if (layer.convolution()) {
      String table =
          format(
              "torch.conv2d(torch.view(c[%d], [-1, %d, %d, %d]), %s, %s, [1, 1], [1, 1])",
              NetworkProgram.ACTION_PLANES,
              network.actionPlanes(),
              shape.height(),
              shape.width(),
              actions,
              bias);
      String rows = format("torch.contiguous(torch.permute(%s, [0, 2, 3, 1]))", table);
      if (network.placeless() && layer.actions() >= 0) {
        rows =
            format(
                "torch.view(torch.contiguous(torch.permute(%s, [0, 2, 1])), [-1, %d, %d, %d])",
                placelessTable(actions, bias), shape.height(), shape.width(), config.channels());
      }
      if (network.spreadsRows() && layer.actions() >= 0) {
        return format("    e.append(%s)\n", channelsLast(cast(weight)))
            + format("    e.append(torch.flatten(%s, 1))\n", tapsText(actions, bias));
      }
      return format("    e.append(%s)\n", channelsLast(cast(weight)))
          + format("    e.append(%s)\n", cast(layer.actions() < 0 ? bias : rows));
    }
    String spread =
        format(
            "torch.reshape(torch.expand(torch.unsqueeze(%s, 1), [-1, %d]), [-1])",
            bias, shape.cells());
    String table =
        format(
            "torch.linear(c[%d], self.dense(%s, c[%d]), %s)",
            NetworkProgram.ACTION_PLANES, actions, NetworkProgram.TAPS, spread);
    if (network.placeless() && layer.actions() >= 0) {
      table = format("torch.flatten(%s, 1)", placelessTable(actions, bias));
    }
    return format("    e.append(self.dense(%s, c[%d]))\n", weight, NetworkProgram.TAPS)
        + format("    e.append(%s)\n", layer.actions() < 0 ? spread : table);
  }

  private String trunkText(String name, String input, int first, int count, boolean dynamics) {
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "  def %s(self, e: List[Tensor], %s: Tensor, %stape: List[Tensor]) -> Tensor:\n",
            name, input, dynamics ? "a: Tensor, " : ""));
    boolean residual = dynamics && config.residualDynamics();
    if (config.type() == NetworkType.MLP) {
      text.append("    x = ").append(input).append("\n");
      for (int i = first; i < first + count; i++) {
        String z = layerText(i, dynamics && i == first);
        boolean last = i == first + count - 1;
        text.append("    x = ");
        text.append(
            last ? (residual ? format("torch.add(%s, h)", z) : z) : format("self.relu(%s)", z));
        text.append("\n");
      }
      return text.append("    return x\n\n").toString();
    }
    text.append(format("    s = %s\n", dense ? input : planesOf(input, dynamics)));
    text.append("    x = s\n");
    String z = layerText(first, dynamics);
    text.append(
        residual
            ? format("    x = self.relu_sum(torch.add(%s, s))\n", z)
            : format("    x = self.relu(%s)\n", z));
    for (int i = first + 1; i < first + count; i += 2) {
      text.append("    y = x\n");
      text.append(format("    x = self.relu(%s)\n", layerText(i, false)));
      text.append(format("    x = self.relu_sum(torch.add(%s, y))\n", layerText(i + 1, false)));
    }
    String flat = "torch.flatten(torch.permute(x, [0, 2, 3, 1]), 1)";
    return text.append(format("    return %s\n\n", dense ? "x" : flat)).toString();
  }

  /** What the first convolution reads: an input comes plane by plane, a state cell by cell. */
  private String planesOf(String tensor, boolean state) {
    if (state) {
      return cast(
          format(
              "torch.permute(torch.view(%s, [-1, %d, %d, %d]), [0, 3, 1, 2])",
              tensor, shape.height(), shape.width(), config.channels()));
    }
    return channelsLast(
        cast(
            format(
                "torch.view(%s, [-1, %d, %d, %d])",
                tensor, shape.inputChannels(), shape.height(), shape.width())));
  }

  private static String channelsLast(String tensor) {
    return format("torch.contiguous(%s, memory_format=%d)", tensor, CHANNELS_LAST);
  }

  private String headsText() {
    String text =
        "  def heads(self, e: List[Tensor], x: Tensor, u: Tensor, tape: List[Tensor]) -> Tensor:\n";
    if (network.spatialPolicy()) {
      text += spatialPolicyText(representationLayers + dynamicsLayers);
    }
    text += hiddenText(network.sharedHead(), "x");
    String logits = layerText(network.sharedHead() + 1, false);
    if (network.readsUnscaled()) {
      text += format("    x = %s\n", logits) + hiddenText(network.rewardHead(), "u");
      logits = "x, " + layerText(network.rewardHead() + 1, false, "u");
    }
    boolean one = !network.spatialPolicy() && !network.readsUnscaled();
    String policy = network.spatialPolicy() ? "p, " : "";
    return text
        + format("    return %s\n", one ? logits : format("torch.cat([%s%s], 1)", policy, logits));
  }

  /** Makes the hidden layer of a head of the states {@code name}, in their place. */
  private String hiddenText(int layer, String name) {
    return (config.globalPooling() ? poolingText(name) : "")
        + (bfloat16 ? format("    %s = %s\n", name, cast(name)) : "")
        + format(
            "    %s = %s\n", name, uncast(format("self.relu(%s)", layerText(layer, false, name))));
  }

  /** Appends to states each channel's greatest number, then each channel's mean. */
  private String poolingText(String name) {
    int channels = config.channels();
    return format(
            "    y = torch.view(%s, [-1, %d, %d])\n",
            name, dense ? channels : shape.cells(), dense ? shape.cells() : channels)
        + format(
            "    %1$s = torch.cat([%1$s, torch.amax(y, [%2$d]), torch.mean(y, [%2$d])], 1)\n",
            name, dense ? 2 : 1);
  }

  /** Makes {@code p}, the cells' logits, [B, P], of the states {@code x}. */
  private String spatialPolicyText(int first) {
    String cells =
        dense
            ? format(
                "torch.permute(torch.view(y, [-1, %d, %d]), [0, 2, 1])",
                config.channels(), shape.cells())
            : uncast("torch.permute(y, [0, 2, 3, 1])");
    return format("    y = %s\n", dense ? "x" : planesOf("x", true))
        + format("    y = self.relu(%s)\n", layerText(first, false, "y"))
        + format("    y = torch.reshape(%s, [-1, %d])\n", cells, config.channels())
        + format(
            "    p = torch.view(%s, [-1, %d])\n", layerText(first + 1, false, "y"), shape.cells());
  }

  private String layerText(int index, boolean actions) {
    return layerText(index, actions, "x");
  }

  private String layerText(int index, boolean actions, String input) {
    return format(
        "self.%s%s(e, %d, %s, %stape)",
        layers.get(index).convolution() ? "convolution" : "linear",
        actions ? "_action" : "",
        index,
        input,
        actions ? "a, " : "");
  }

  private static String format(String text, Object... arguments) {
    return String.format(Locale.ROOT, text, arguments);
  }
}
