package io.muzero.network;

/**
 * How inputs are made of pictures ({@link io.muzero.model.PictureInputs}), as TorchScript, the one
 * source of it for learner and inference: bytes over 255 and, of a stack, a constant plane for the
 * action that led to each frame.
 */
public final class PictureText {
  private static final String FRAMES =
      """
        def pictures(self, frames: Tensor, led: Tensor, like: Tensor) -> Tensor:
          return torch.div(torch.to(frames, like, True), 255)

      """;

  private static final String STACKED =
      """
        def pictures(self, frames: Tensor, led: Tensor, like: Tensor) -> Tensor:
          x = torch.div(torch.to(frames, like, True), 255)
          a = torch.div(torch.add(torch.to(led, like), 1), ${actions})
          planes = torch.expand(torch.unsqueeze(a, 2), [-1, -1, ${cells}])
          return torch.cat([x, torch.flatten(planes, 1)], 1)

      """;

  private PictureText() {}

  /**
   * {@code pictures(frames, led, like)}: frames [n, k·O] and the actions that led to them, −1 for
   * none, [n, k] to inputs on the device and of the type of {@code like}; nothing for games whose
   * inputs are floats.
   */
  public static String of(NetworkShape shape) {
    return switch (shape.pictures()) {
      case 0 -> "";
      case 1 -> FRAMES;
      default ->
          STACKED
              .replace("${actions}", Integer.toString(shape.actionCount()))
              .replace("${cells}", Integer.toString(shape.cells()));
    };
  }
}
