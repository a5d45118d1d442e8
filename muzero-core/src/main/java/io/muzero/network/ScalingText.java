package io.muzero.network;

/**
 * The scaling of hidden states as TorchScript, the one source of it: x to [0, 1] by least and
 * greatest number of each state (MuZero, arXiv:1911.08265, Appendix G), with 1e-5 added to the
 * range, so that a constant state becomes 0.
 */
public final class ScalingText {
  private static final String RANGE =
      """
        def width(self, low: Tensor, high: Tensor) -> Tensor:
          return torch.add(torch.sub(high, low), 1e-5)

        def scale(self, x: Tensor) -> Tensor:
          low = torch.amin(x, [1], True)
          return torch.div(torch.sub(x, low), self.width(low, torch.amax(x, [1], True)))

      """;

  private static final String INTO =
      """
        def scale_into(self, x: Tensor, out: Tensor) -> Tensor:
          low = torch.amin(x, [1], True)
          width = self.width(low, torch.amax(x, [1], True))
          return torch.div(torch.${sub}(x, low), width, out=out)

      """;

  private static final String GRADIENT =
      """
        def scale_to(self, x: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
          low, least = torch.min(x, 1, True)
          high, most = torch.max(x, 1, True)
          low = torch.to(low, 6)
          width = self.width(low, torch.to(high, 6))
          y = torch.sub(x, low).div_(width)
          rows = torch.arange(0, x.numel(), x.size(1), device=x.device)
          least = torch.add(rows, torch.flatten(least))
          most = torch.add(rows, torch.flatten(most))
          return torch.to(y, x), torch.to(width, x), least, most

        def scale_gradient(self, y: Tensor, width: Tensor, least: Tensor, most: Tensor, g: Tensor) -> Tensor:
          s = torch.sum(torch.mul(g, y), [1], True)
          low = torch.sub(s, torch.sum(g, [1], True))
          numbers = torch.view(g, [-1])
          numbers.index_add_(0, least, torch.flatten(low)).index_add_(0, most, torch.flatten(s), alpha=-1)
          return g.div_(width)

      """;

  private ScalingText() {}

  /** {@code scale(x)}: states [B, S], of float32, to scaled ones. */
  static String forward() {
    return RANGE;
  }

  /**
   * {@code scale_into(x, out)}: the same, written to {@code out}.
   *
   * @param keeps whether x is needed afterwards; otherwise it is overwritten
   */
  static String into(boolean keeps) {
    return INTO.replace("${sub}", keeps ? "sub" : "sub_");
  }

  /**
   * {@code scale_to(x)}: states to scaled ones, the ranges, and where in the flattened states the
   * least and the greatest numbers are, the first of those alike; {@code scale_gradient(y, range,
   * least, most, g)}: the gradient of the states from that of the scaled ones, which it overwrites.
   */
  public static String gradient() {
    return GRADIENT;
  }
}
