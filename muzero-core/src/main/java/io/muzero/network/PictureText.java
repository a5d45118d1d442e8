package io.muzero.network;

/**
 * How inputs are made of pictures ({@link io.muzero.model.PictureInputs}), as TorchScript, the one
 * source of it for learner and inference: bytes over 255 and, of a stack, a constant plane for the
 * action that led to each frame.
 */
public final class PictureText {
  /** The bytes go to the device before they become floats: a quarter of the way's traffic. */
  private static final String FRAMES =
      """
        def pictures(self, frames: Tensor, led: Tensor, like: Tensor) -> Tensor:
          return torch.to(frames.to(like.device, non_blocking=True), like).div_(255)

      """;

  /** One piece of memory is taken and written once; large ones are slow to take. */
  private static final String STACKED =
      """
        def pictures(self, frames: Tensor, led: Tensor, like: Tensor) -> Tensor:
          x = torch.new_empty(like, [frames.size(0), ${numbers}])
          torch.narrow(x, 1, 0, ${frames}).copy_(frames.to(like.device, non_blocking=True)).div_(255)
          a = torch.div(torch.add(torch.to(led, like), 1), ${actions})
          planes = torch.view(torch.narrow(x, 1, ${frames}, ${numbers} - ${frames}), [-1, ${stacked}, ${cells}])
          planes.copy_(torch.unsqueeze(a, 2))
          return x

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
              .replace("${numbers}", Integer.toString(shape.inputSize()))
              .replace("${frames}", Integer.toString(shape.pictureSize()))
              .replace("${stacked}", Integer.toString(shape.pictures()))
              .replace("${actions}", Integer.toString(shape.actionCount()))
              .replace("${cells}", Integer.toString(shape.cells()));
    };
  }
}
