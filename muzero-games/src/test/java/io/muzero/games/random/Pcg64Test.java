package io.muzero.games.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.games.Oracles;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Against numpy 2.4.6 itself: every vector recorded in pcg64.json. */
class Pcg64Test {

  private static void forEachVector(Consumer<JsonNode> check) {
    List<JsonNode> vectors = new ArrayList<>();
    for (Oracles.Oracle oracle : Oracles.named("gymnasium", "pcg64.json")) {
      oracle.json().get("vectors").forEach(vectors::add);
    }
    assertThat(vectors).isNotEmpty();
    vectors.forEach(check);
  }

  private static BigInteger seed(JsonNode vector) {
    return new BigInteger(vector.get("seed").asText());
  }

  private static Pcg64 generator(JsonNode vector) {
    return new Pcg64(seed(vector));
  }

  private static long hex(JsonNode text) {
    return Long.parseUnsignedLong(text.asText().substring(2), 16);
  }

  @Test
  void seedSequence_poolAndWords_areNumpys() {
    forEachVector(
        vector -> {
          SeedSequence sequence = new SeedSequence(seed(vector));
          JsonNode expected = vector.get("seed_sequence");
          int[] pool = sequence.pool();
          int[] ints = sequence.generateInts(8);
          long[] longs = sequence.generateLongs(4);
          for (int i = 0; i < 4; i++) {
            assertThat(Integer.toUnsignedLong(pool[i]))
                .isEqualTo(expected.get("pool_uint32").get(i).asLong());
            assertThat(longs[i]).isEqualTo(hex(expected.get("generate_state_4_uint64").get(i)));
          }
          for (int i = 0; i < 8; i++) {
            assertThat(Integer.toUnsignedLong(ints[i]))
                .isEqualTo(expected.get("generate_state_8_uint32").get(i).asLong());
          }
        });
  }

  @Test
  void state_afterSeeding_isNumpys() {
    forEachVector(
        vector -> {
          Pcg64.State state = generator(vector).state();
          JsonNode expected = vector.get("pcg64_initial");
          assertThat("0x" + padded(state.state())).isEqualTo(expected.get("state").asText());
          assertThat("0x" + padded(state.increment())).isEqualTo(expected.get("inc").asText());
        });
  }

  private static String padded(BigInteger number) {
    String digits = number.toString(16);
    return "0".repeat(32 - digits.length()) + digits;
  }

  @Test
  void nextLongAndRandom_areNumpys() {
    forEachVector(
        vector -> {
          Pcg64 raw = generator(vector);
          vector.get("raw_uint64").forEach(x -> assertThat(raw.nextLong()).isEqualTo(hex(x)));
          Pcg64 full = generator(vector);
          vector
              .get("integers_full_uint64")
              .forEach(x -> assertThat(full.nextLong()).isEqualTo(hex(x)));
          for (String key : List.of("random", "random_scalar_calls")) {
            Pcg64 random = generator(vector);
            vector.get(key).forEach(x -> assertThat(random.random()).isEqualTo(x.asDouble()));
          }
        });
  }

  @Test
  void uniform_scalarsAndArrays_areNumpys() {
    forEachVector(
        vector -> {
          double[] four = new double[4];
          generator(vector).uniform(-0.05, 0.05, four);
          for (int i = 0; i < 4; i++) {
            assertThat(four[i]).isEqualTo(vector.get("uniform_-0.05_0.05_size4").get(i).asDouble());
          }
          Pcg64 scalars = generator(vector);
          vector
              .get("uniform_-1_1_scalar_calls")
              .forEach(x -> assertThat(scalars.uniform(-1, 1)).isEqualTo(x.asDouble()));
        });
  }

  @Test
  void integers_everyWidth_areNumpys() {
    forEachVector(
        vector -> {
          for (JsonNode entry : vector.get("integers")) {
            long low = Long.parseLong(entry.get("low").asText());
            long high = low + Long.parseLong(entry.get("n").asText());
            Pcg64 random = generator(vector);
            for (JsonNode expected : entry.get("scalar_calls")) {
              assertThat(random.integers(low, high))
                  .as("integers(%d, %d)", low, high)
                  .isEqualTo(Long.parseLong(expected.asText()));
            }
          }
          Pcg64 wind = generator(vector);
          vector
              .get("integers_-9999_9999")
              .forEach(x -> assertThat(wind.integers(-9999, 9999)).isEqualTo(x.asLong()));
        });
  }

  @Test
  void integers_emptyInterval_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pcg64(0).integers(3, 3))
        .withMessageContaining("low < high");
    assertThatIllegalArgumentException().isThrownBy(() -> new Pcg64(-1));
  }

  @Test
  void mixedWidths_keepTheHalfWord() {
    forEachVector(
        vector -> {
          Pcg64 random = generator(vector);
          for (JsonNode call : vector.get("mixed")) {
            String expected = call.get(1).asText();
            switch (call.get(0).asText()) {
              case "integers(13)" ->
                  assertThat(random.integers(13)).isEqualTo(Integer.parseInt(expected));
              case "integers(2**32+1)" ->
                  assertThat(random.integers(0, (1L << 32) + 1))
                      .isEqualTo(Long.parseLong(expected));
              case "random" -> assertThat(random.random()).isEqualTo(Double.parseDouble(expected));
              default -> throw new AssertionError("unknown call " + call);
            }
          }
        });
  }

  @Test
  void choices_areNumpys() {
    forEachVector(
        vector -> {
          JsonNode deck = vector.get("choice_deck");
          Pcg64 cards = generator(vector);
          for (JsonNode card : deck.get("scalar_calls")) {
            assertThat(deck.get("list").get(cards.integers(deck.get("list").size())))
                .isEqualTo(card);
          }
          JsonNode weighted = vector.get("choice_p");
          double[] probabilities = new double[weighted.get("p").size()];
          for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = weighted.get("p").get(i).asDouble();
          }
          Pcg64 random = generator(vector);
          weighted
              .get("size_12")
              .forEach(x -> assertThat(random.choice(probabilities)).isEqualTo(x.asInt()));
          assertThat(generator(vector).choiceWithoutReplacement(10, 5))
              .containsExactly(ints(vector.get("choice_10_size_5_without_replacement")));
        });
  }

  @Test
  void permutationAndShuffle_areNumpys() {
    forEachVector(
        vector -> {
          assertThat(generator(vector).permutation(10))
              .containsExactly(ints(vector.get("permutation_10")));
          int[] list = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
          generator(vector).shuffle(list);
          assertThat(list).containsExactly(ints(vector.get("shuffle_list_10")));
          assertThat(list).containsExactly(ints(vector.get("shuffle_array_10")));
        });
  }

  private static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asInt();
    }
    return values;
  }

  @Test
  void standardNormal_20000Draws_areNumpys() {
    forEachVector(
        vector -> {
          Pcg64 random = generator(vector);
          for (JsonNode expected : vector.get("standard_normal")) {
            assertThat(random.standardNormal()).isEqualTo(expected.asDouble());
          }
          Pcg64 many = generator(vector);
          double sum = 0;
          double max = Double.NEGATIVE_INFINITY;
          double min = Double.POSITIVE_INFINITY;
          for (int i = 0; i < 20_000; i++) {
            double x = many.standardNormal();
            sum += x;
            max = Math.max(max, x);
            min = Math.min(min, x);
          }
          JsonNode expected = vector.get("standard_normal_20000");
          assertThat(sum)
              .isCloseTo(
                  expected.get("fsum").asDouble(), org.assertj.core.data.Offset.offset(1e-8));
          assertThat(max).isEqualTo(expected.get("max").asDouble());
          assertThat(min).isEqualTo(expected.get("min").asDouble());
          assertThat("0x" + padded(many.state().state()))
              .isEqualTo(expected.get("state_after").asText());
        });
  }

  @Test
  void copyAndRestore_continueAlike() {
    Pcg64 random = new Pcg64(7);
    random.integers(13);
    Pcg64.State state = random.state();
    Pcg64 copy = new Pcg64(random);
    int next = random.integers(1000);
    double after = random.random();
    assertThat(copy.integers(1000)).isEqualTo(next);
    assertThat(copy.random()).isEqualTo(after);
    Pcg64 restored = new Pcg64(0);
    restored.restore(state);
    assertThat(restored.integers(1000)).isEqualTo(next);
    assertThat(restored.random()).isEqualTo(after);
  }
}
