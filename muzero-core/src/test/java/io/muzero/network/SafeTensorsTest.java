package io.muzero.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.muzero.environment.ActionSpace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SafeTensorsTest {
  private final ParameterLayout layout =
      new NetworkProgram(
              Networks.residual(ConvolutionKind.AUTO), Networks.board(ActionSpace.Layout.CELLS))
          .layout();

  @Test
  void weights_comeBackExactly() throws IOException {
    Weights weights = new Weights(12, Networks.noisyWeights(layout, 1));
    Weights read = Weights.read(layout, new ByteArrayInputStream(bytes(weights)));
    assertThat(read.version()).isEqualTo(12);
    assertThat(read.values()).containsExactly(weights.values());
  }

  /** DJL's own reader of the format finds every parameter by its name. */
  @Test
  void weights_areReadByAnIndependentReader() throws IOException {
    Weights weights = new Weights(12, Networks.noisyWeights(layout, 1));
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      NDList list = NDList.decode(manager, bytes(weights));
      assertThat(list).hasSameSizeAs(layout.parameters());
      for (ParameterLayout.Parameter p : layout.parameters()) {
        NDArray array =
            list.stream().filter(a -> a.getName().equals(p.name())).findAny().orElseThrow();
        long[] shape = p.shape().stream().mapToLong(Integer::longValue).toArray();
        assertThat(array.getShape().getShape()).containsExactly(shape);
        assertThat(array.toFloatArray())
            .containsExactly(
                Arrays.copyOfRange(weights.values(), p.offset(), p.offset() + p.size()));
      }
    }
  }

  @Test
  void read_ofAnotherNetwork_namesTheTensor() throws IOException {
    byte[] file = bytes(new Weights(1, new float[layout.size()]));
    ParameterLayout other = new NetworkProgram(Networks.mlp(), Networks.vector()).layout();
    assertThatThrownBy(() -> Weights.read(other, new ByteArrayInputStream(file)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("representation.0.weight");
  }

  private final ParameterLayout larger =
      new NetworkProgram(
              Networks.deepRepresentation(ConvolutionKind.AUTO),
              Networks.board(ActionSpace.Layout.CELLS))
          .layout();

  /** Each parameter of the network is in the file, with its shape; others are there too. */
  @Test
  void read_ofALargerNetwork_namesTheTensor() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Weights(1, new float[larger.size()]).write(larger, out);
    assertThatThrownBy(() -> Weights.read(layout, new ByteArrayInputStream(out.toByteArray())))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "tensor representation.block1.first.weight is not expected: these are another network's weights");
  }

  @Test
  void read_ofAShallowerNetwork_addsBlocksOfZeros() throws IOException {
    Weights weights = new Weights(12, Networks.noisyWeights(layout, 1));
    float[] read = Weights.read(larger, new ByteArrayInputStream(bytes(weights))).values();
    SafeTensors file = SafeTensors.read(new ByteArrayInputStream(bytes(weights)));
    for (ParameterLayout.Parameter p : larger.parameters()) {
      float[] values = Arrays.copyOfRange(read, p.offset(), p.offset() + p.size());
      boolean added = p.name().matches("representation\\.block[12]\\..*");
      float[] expected = new float[p.size()];
      if (!added) {
        file.tensors().get(p.name()).values().get(expected);
      }
      assertThat(values).as(p.name()).containsExactly(expected);
    }
  }

  /** A block is added whole or not at all. */
  @Test
  void read_withHalfABlock_namesTheTensor() throws IOException {
    SafeTensors file = new SafeTensors();
    file.putAll("", larger, new float[larger.size()]);
    file.tensors().remove("representation.block2.second.weight");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.write(out);
    assertThatThrownBy(() -> Weights.read(larger, new ByteArrayInputStream(out.toByteArray())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tensor representation.block2.second.weight is missing");
  }

  @Test
  void read_ofTruncatedOrForeignBytes_fails() throws IOException {
    byte[] file = bytes(new Weights(1, new float[layout.size()]));
    for (int length : new int[] {0, 7, 8, 100, file.length - 1}) {
      assertThatThrownBy(
              () -> SafeTensors.read(new ByteArrayInputStream(Arrays.copyOf(file, length))))
          .as("length %d", length)
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> SafeTensors.read(new ByteArrayInputStream(new byte[64])))
        .isInstanceOf(IOException.class);
  }

  private byte[] bytes(Weights weights) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    weights.write(layout, out);
    return out.toByteArray();
  }
}
