package io.muzero.network;

import java.util.List;

/**
 * The stages by which an image network's representation makes small planes of large ones, in order.
 * The second convolution of a block begins at zero, as everywhere.
 *
 * @param stages what is done
 */
record ImageStem(List<Stage> stages) {
  private static final String NAME = "representation.stem";
  private static final String RELU = "    x = self.relu(%s)\n";

  /** One thing that is done to planes {@code x}. */
  sealed interface Stage {
    /** Rows and columns afterwards. */
    default Grid after(Grid before) {
      return before;
    }

    /** Channels afterwards. */
    default int after(int channels) {
      return channels;
    }

    /** Layers it has. */
    int layers();

    /** Lays its layers out for so many channels; {@code name}: what their names begin with. */
    void lay(Layers layers, String name, int channels);

    /** Its lines of the program; {@code first}: index of its first layer. */
    String text(List<Layer> layers, int first);
  }

  /** A convolution and relu; {@code kind} says whether it is strided. */
  record Convolution(Layer.Kind kind, int outputs) implements Stage {
    @Override
    public Grid after(Grid before) {
      return kind == Layer.Kind.STRIDED ? before.halved() : before;
    }

    @Override
    public int after(int channels) {
      return outputs;
    }

    @Override
    public int layers() {
      return 1;
    }

    @Override
    public void lay(Layers layers, String name, int channels) {
      layers.planes(new Layers.Naming(name, Layers.BEFORE_RELU), kind, channels, outputs);
    }

    @Override
    public String text(List<Layer> layers, int first) {
      return NetworkBody.format(RELU, NetworkBody.call(layers, first, "x"));
    }
  }

  /** A residual block. */
  record Block() implements Stage {
    @Override
    public int layers() {
      return 2;
    }

    @Override
    public void lay(Layers layers, String name, int channels) {
      Layer.Kind kind = Layer.Kind.CONVOLUTION;
      layers.planes(
          new Layers.Naming(name + ".first", Layers.BEFORE_RELU), kind, channels, channels);
      layers.planes(new Layers.Naming(name + ".second", 0), kind, channels, channels);
    }

    @Override
    public String text(List<Layer> layers, int first) {
      return BoardBody.blocksText(layers, first, first + 2);
    }
  }

  /** A residual block with stride 2, whose shortcut is a convolution with stride 2. */
  record StridedBlock(int outputs) implements Stage {
    @Override
    public Grid after(Grid before) {
      return before.halved();
    }

    @Override
    public int after(int channels) {
      return outputs;
    }

    @Override
    public int layers() {
      return 3;
    }

    @Override
    public void lay(Layers layers, String name, int channels) {
      Layer.Kind strided = Layer.Kind.STRIDED;
      layers.planes(new Layers.Naming(name + ".shortcut", 1), strided, channels, outputs);
      layers.planes(
          new Layers.Naming(name + ".first", Layers.BEFORE_RELU), strided, channels, outputs);
      layers.planes(
          new Layers.Naming(name + ".second", 0), Layer.Kind.CONVOLUTION, outputs, outputs);
    }

    @Override
    public String text(List<Layer> layers, int first) {
      return NetworkBody.format("    y = %s\n", NetworkBody.call(layers, first, "x"))
          + NetworkBody.format(RELU, NetworkBody.call(layers, first + 1, "x"))
          + NetworkBody.format(
              "    x = self.relu_sum(torch.add(%s, y))\n",
              NetworkBody.call(layers, first + 2, "x"));
    }
  }

  /** Means of 3×3 cells at every second cell of every second row; what lies outside counts as 0. */
  record Pool() implements Stage {
    @Override
    public Grid after(Grid before) {
      return before.halved();
    }

    @Override
    public int layers() {
      return 0;
    }

    @Override
    public void lay(Layers layers, String name, int channels) {
      // It has no parameters.
    }

    @Override
    public String text(List<Layer> layers, int first) {
      return "    x = self.pool(x)\n";
    }
  }

  /** The stem of a configuration for planes of this size. */
  static ImageStem of(NetworkConfig config, Grid input) {
    int all = config.channels();
    int half = Math.max(1, all / 2);
    Stage block = new Block();
    Stage pool = new Pool();
    return switch (config.image().stemFor(input.height(), input.width())) {
      case AUTO -> throw new IllegalStateException("auto stands for another stem");
      case NONE -> new ImageStem(List.of(new Convolution(Layer.Kind.CONVOLUTION, all)));
      case SMALL ->
          new ImageStem(
              List.of(
                  new Convolution(Layer.Kind.STRIDED, half),
                  block,
                  new StridedBlock(all),
                  block,
                  pool,
                  block,
                  pool));
      case ATARI ->
          new ImageStem(
              List.of(
                  new Convolution(Layer.Kind.STRIDED, half),
                  block,
                  block,
                  new Convolution(Layer.Kind.STRIDED, all),
                  block,
                  block,
                  block,
                  pool,
                  block,
                  block,
                  block,
                  pool));
    };
  }

  /** Rows and columns of what it makes of an input. */
  Grid grid(Grid input) {
    Grid grid = input;
    for (Stage stage : stages) {
      grid = stage.after(grid);
    }
    return grid;
  }

  /** Layers it has. */
  int layers() {
    return stages.stream().mapToInt(Stage::layers).sum();
  }

  /** Numbers that all its layers and means make of an input. */
  long numbers(Grid input, int inputChannels) {
    Grid grid = input;
    int channels = inputChannels;
    long numbers = 0;
    for (Stage stage : stages) {
      grid = stage.after(grid);
      channels = stage.after(channels);
      numbers += (long) Math.max(1, stage.layers()) * channels * grid.cells();
    }
    return numbers;
  }

  /** Lays its layers out for inputs of so many channels. */
  void lay(Layers layers, int inputChannels) {
    int channels = inputChannels;
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).lay(layers, NAME + i, channels);
      channels = stages.get(i).after(channels);
    }
  }

  /** Lines that make its planes {@code x} of the input's; {@code first}: its first layer. */
  String text(List<Layer> layers, int first) {
    StringBuilder text = new StringBuilder();
    int at = first;
    for (Stage stage : stages) {
      text.append(stage.text(layers, at));
      at += stage.layers();
    }
    return text.toString();
  }
}
