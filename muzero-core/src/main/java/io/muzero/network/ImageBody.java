package io.muzero.network;

import io.muzero.settings.Size;
import java.util.List;

/**
 * A network that sees pictures: a {@link ImageStem} makes small planes of the input, on which all
 * else is computed as on a board.
 *
 * <p>Where the stem has strides, actions have no place on its planes and each is shown as a
 * constant plane of its own.
 */
final class ImageBody extends ConvolvedBoard {
  private final Grid input;
  private final ImageStem stem;

  ImageBody(NetworkConfig config, NetworkShape shape, boolean bfloat16) {
    this(config, shape, new Grid(shape.height(), shape.width()), bfloat16);
  }

  private ImageBody(NetworkConfig config, NetworkShape shape, Grid input, boolean bfloat16) {
    super(config, shape, ImageStem.of(config, input).grid(input), bfloat16);
    this.input = input;
    stem = ImageStem.of(config, input);
  }

  private int blocks() {
    return config.blocks() + config.extraRepresentationBlocks();
  }

  @Override
  long encodingNumbers() {
    return Size.sum(
        stem.numbers(input, shape.inputChannels()), Size.product(stateSize(), 2L * blocks()));
  }

  @Override
  void layRepresentation(Layers layers) {
    stem.lay(layers, shape.inputChannels());
    blocks(layers, "representation", blocks());
  }

  @Override
  String representationText(List<Layer> layers, int first, int count) {
    return format("    x = %s\n", inputPlanes("o"))
        + stem.text(layers, first)
        + blocksText(layers, first + stem.layers(), first + count)
        + format("    return %s\n", flat());
  }
}
