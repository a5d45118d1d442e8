package io.muzero.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.rng.RestorableUniformRandomProvider;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  @Test
  void create_otherSeedPurposeOrNumber_isAnotherStream() {
    Set<Long> firstDraws = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      for (String purpose : new String[] {"self-play", "sampler", ""}) {
        for (int number = 0; number < 20; number++) {
          firstDraws.add(RandomStream.create(seed, purpose, number).nextLong());
        }
      }
    }
    assertThat(firstDraws).hasSize(20 * 3 * 20);
  }

  @Test
  void restore_afterSave_repeatsTheDraws() throws IOException {
    RestorableUniformRandomProvider generator = RandomStream.create(1, "learner", 0);
    generator.nextInt(); // leaves half a 64-bit output behind, which is state too
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RandomStream.save(generator, new DataOutputStream(bytes));
    long[] expected = {generator.nextInt(), generator.nextLong(), generator.nextInt(7)};
    RestorableUniformRandomProvider other = RandomStream.create(99, "x", 3);
    RandomStream.restore(other, new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(new long[] {other.nextInt(), other.nextLong(), other.nextInt(7)})
        .isEqualTo(expected);
  }
}
