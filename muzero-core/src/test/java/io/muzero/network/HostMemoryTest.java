package io.muzero.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HostMemoryTest {
  @BeforeAll
  static void prepare() {
    TorchThread.prepare();
  }

  private static NDManager manager() {
    return Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
  }

  @Test
  void besideTheCpu_isJavasOwn() {
    try (NDManager host = manager();
        HostMemory memory = new HostMemory(host, Device.cpu())) {
      DirectArray array = memory.floats(2, 3);
      array.asFloats().put(5, 7);
      assertThat(array.tensor().toFloatArray()).containsExactly(0, 0, 0, 0, 0, 7);
    }
  }

  /** What a GPU's memory does but the lock, which no machine without one has. */
  @Test
  void takenByLibtorch_isSharedInBothDirections() {
    try (NDManager host = manager();
        HostMemory memory = HostMemory.unlocked(host)) {
      DirectArray floats = memory.floats(2, 3);
      assertThat(floats.tensor().toFloatArray()).containsOnly(0);
      floats.asFloats().put(0, 1.5f).put(5, -2);
      assertThat(floats.tensor().toFloatArray()).containsExactly(1.5f, 0, 0, 0, 0, -2);
      floats.tensor().addi(1);
      assertThat(floats.asFloats().get(5)).isEqualTo(-1);
      assertThat(floats.asFloats().capacity()).isEqualTo(6);

      DirectArray longs = memory.longs(3, 2);
      longs.asLongs().put(4, Long.MIN_VALUE);
      assertThat(longs.tensor().toLongArray()).containsExactly(0, 0, 0, 0, Long.MIN_VALUE, 0);

      DirectArray bytes = memory.bytes(4);
      bytes.asBytes().put(3, (byte) 200);
      assertThat(bytes.tensor().getDataType()).isEqualTo(DataType.UINT8);
      assertThat(bytes.tensor().getShape()).isEqualTo(new Shape(4));
      assertThat(bytes.tensor().toByteArray()).containsExactly(0, 0, 0, (byte) 200);
    }
  }

  @Test
  void within_belongsToTheScope() {
    try (NDManager host = manager();
        HostMemory memory = HostMemory.unlocked(host)) {
      memory.floats(1);
      int before = ((BaseNDManager) host).getManagedArrays().size();
      try (NDManager scope = host.newSubManager()) {
        DirectArray array = memory.within(scope).floats(1000);
        array.asFloats().put(999, 3);
        assertThat(((BaseNDManager) scope).getManagedArrays()).hasSize(1);
        assertThat(array.tensor().toFloatArray()[999]).isEqualTo(3);
      }
      assertThat(((BaseNDManager) host).getManagedArrays()).hasSize(before);
    }
  }
}
