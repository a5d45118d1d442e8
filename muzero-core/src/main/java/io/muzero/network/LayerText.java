package io.muzero.network;

/**
 * The operations of the layers as TorchScript: the one source of what inference and the learner
 * compute with.
 *
 * <p>{@code e} is the list of what the layers multiply with, {@code i} the number of a layer,
 * {@code a} actions. A {@code tape} lists x and z of every product in order, where it is kept.
 */
public enum LayerText {
  /**
   * For inference: products are computed and no more; relu overwrites, as nobody else reads them.
   */
  PLAIN("z", "relu_", ""),
  /**
   * For the learner: x and z of each product are noted on the tape, where the gradient of z is
   * asked for; so relu may overwrite a sum only, which no tape has.
   */
  NOTED(
      "self.note(x, z, tape)",
      "relu",
      """
        def note(self, x: Tensor, z: Tensor, tape: List[Tensor]) -> Tensor:
          if not z.requires_grad:
            z.requires_grad_(True)
          tape.append(x.detach())
          tape.append(z)
          return z

      """);

  private static final String OPERATIONS =
      """
        def linear(self, e: List[Tensor], i: int, x: Tensor, tape: List[Tensor]) -> Tensor:
          z = torch.linear(x, e[2 * i], e[2 * i + 1])
          return ${result}

        def linear_action(self, e: List[Tensor], i: int, x: Tensor, a: Tensor, tape: List[Tensor]) -> Tensor:
          z = torch.addmm(self.action_rows(e, i, a), x, torch.t(e[2 * i]))
          return ${result}

        def convolution(self, e: List[Tensor], i: int, x: Tensor, tape: List[Tensor]) -> Tensor:
          z = torch.conv2d(x, e[2 * i], e[2 * i + 1], [1, 1], [1, 1])
          return ${result}

        def convolution_action(self, e: List[Tensor], i: int, x: Tensor, a: Tensor, tape: List[Tensor]) -> Tensor:
          rows = self.action_rows(e, i, a)
          z = torch.conv2d(x, e[2 * i], None, [1, 1], [1, 1]).add_(rows)
          return ${result}

        def strided(self, e: List[Tensor], i: int, x: Tensor, tape: List[Tensor]) -> Tensor:
          z = torch.conv2d(x, e[2 * i], e[2 * i + 1], [2, 2], [1, 1])
          return ${result}

        def pool(self, x: Tensor) -> Tensor:
          return torch.avg_pool2d(x, [3, 3], [2, 2], [1, 1])

        def relu(self, x: Tensor) -> Tensor:
          return torch.${relu}(x)

        def relu_sum(self, x: Tensor) -> Tensor:
          return torch.relu_(x)

      """;

  private final String text;

  LayerText(String result, String relu, String note) {
    text = note + OPERATIONS.replace("${result}", result).replace("${relu}", relu);
  }

  /** The functions, as methods indented by two spaces. */
  public String text() {
    return text;
  }
}
