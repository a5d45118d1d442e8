package io.muzero.ray.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.network.Weights;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final ActorSetup SETUP =
      new ActorSetup(
          "0.2.0",
          "game: tictactoe\nname: Größe\n",
          List.of(new ActorSetup.GameJar("a.jar", new byte[] {1, 2, 3})));

  @Test
  void setup_roundTrip_isEqual() throws Exception {
    ActorSetup read = ActorSetup.decode(SETUP.encode());
    assertThat(read.version()).isEqualTo(SETUP.version());
    assertThat(read.yaml()).isEqualTo(SETUP.yaml());
    assertThat(read.gameJars()).hasSize(1);
    assertThat(read.gameJars().get(0).name()).isEqualTo("a.jar");
    assertThat(read.gameJars().get(0).bytes()).containsExactly(1, 2, 3);
  }

  @Test
  void weights_roundTrip_areTheSameBits() throws Exception {
    float[] values = {0, -0f, 1.5f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY};
    Weights read = WeightsMessage.decode(WeightsMessage.encode(new Weights(77, values)));
    assertThat(read.version()).isEqualTo(77);
    assertThat(bits(read.values())).containsExactly(bits(values));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  @Test
  void request_roundTrip_isEqual() throws Exception {
    PlayRequest request = new PlayRequest(7, 250, 1 << 20);
    assertThat(PlayRequest.decode(request.encode())).isEqualTo(request);
  }

  @Test
  void failure_roundTrip_isEqual_andNoOtherMessage() throws Exception {
    FailureMessage failure = new FailureMessage(5, "the game x failed: Größe", "at a\n at b\n");
    assertThat(FailureMessage.in(failure.encode())).contains(failure);
    assertThat(FailureMessage.in(new PlayRequest(1, 2, 3).encode())).isEmpty();
    assertThat(FailureMessage.in(new byte[3])).isEmpty();
    byte[] damaged = failure.encode();
    damaged[damaged.length - 1] ^= 1;
    assertThatThrownBy(() -> FailureMessage.in(damaged))
        .isInstanceOf(DamagedMessageException.class);
    String longText = "x".repeat(1 << 20);
    assertThat(new FailureMessage(5, "", longText).encode()).hasSizeLessThan(100_000);
  }

  /** Every single byte counts, apart from the two that are reserved. */
  @Test
  void decode_anyByteChanged_isRefused() {
    byte[] whole = SETUP.encode();
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      if (i != 16 && i != 17) {
        assertThatThrownBy(() -> ActorSetup.decode(damaged))
            .as("byte %d", i)
            .isInstanceOf(DamagedMessageException.class);
      }
    }
  }

  @Test
  void decode_cutOffAnywhere_isRefused() {
    byte[] whole = WeightsMessage.encode(new Weights(3, new float[] {1, 2}));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> WeightsMessage.decode(cut))
          .as("%d bytes", length)
          .isInstanceOf(DamagedMessageException.class);
    }
  }

  @Test
  void decode_otherKindOrFormat_saysSo() {
    byte[] request = new PlayRequest(1, 1, 1).encode();
    assertThatThrownBy(() -> ActorSetup.decode(request))
        .hasMessage("a message of kind 2 came where SETUP was expected");
    byte[] newer = request.clone();
    newer[7] = 3;
    assertThatThrownBy(() -> PlayRequest.decode(newer))
        .hasMessage(
            "a message has format 3, this program reads 2: put the same muzero.jar on every node");
  }

  @Test
  void frames_roundTrip_inOrder() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    Frame.of(Frame.Type.HELLO, 0, Frame.PROTOCOL).write(out);
    Frame.of(Frame.Type.STARTED, 5, "10.0.0.2 – process 7").write(out);
    new Frame(Frame.Type.PLAYED, 6, -1, new byte[100_000]).write(out);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(Frame.read(in).number()).isEqualTo(Frame.PROTOCOL);
    Frame started = Frame.read(in);
    assertThat(started.type()).isEqualTo(Frame.Type.STARTED);
    assertThat(started.actor()).isEqualTo(5);
    assertThat(started.text()).isEqualTo("10.0.0.2 – process 7");
    Frame played = Frame.read(in);
    assertThat(played.number()).isEqualTo(-1);
    assertThat(played.body()).hasSize(100_000);
    assertThat(Frame.read(in)).isNull();
  }

  @Test
  void frame_cutOffOrForeign_isRefused() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Frame.of(Frame.Type.LOST, 1, "why").write(new DataOutputStream(bytes));
    byte[] whole = bytes.toByteArray();
    for (int length = 4; length < whole.length; length++) {
      DataInputStream cut =
          new DataInputStream(new ByteArrayInputStream(Arrays.copyOf(whole, length)));
      assertThatThrownBy(() -> Frame.read(cut)).isInstanceOf(EOFException.class);
    }
    DataInputStream foreign =
        new DataInputStream(
            new ByteArrayInputStream("a line that Ray printed\n".getBytes("UTF-8")));
    assertThatThrownBy(() -> Frame.read(foreign)).isInstanceOf(DamagedMessageException.class);
  }
}
