package io.muzero.games.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.muzero.games.Oracles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The generator against vectors of numpy's RandomState. */
class Mt19937Test {

  static Stream<JsonNode> vectors() {
    return Oracles.named("minatar", "mt19937.json").stream()
        .flatMap(
            oracle -> {
              List<JsonNode> entries = new ArrayList<>();
              oracle.json().forEach(entries::add);
              return entries.stream();
            });
  }

  private static void assertDraws(
      JsonNode entry, String name, Function<Mt19937, Object> draw, JsonNode expected) {
    Mt19937 random = new Mt19937(entry.get("seed").asLong());
    for (int i = 0; i < expected.size(); i++) {
      JsonNode number = expected.get(i);
      Object wanted =
          number.isBoolean()
              ? (Object) number.asBoolean()
              : number.isIntegralNumber() ? (Object) number.asLong() : (Object) number.asDouble();
      assertThat(draw.apply(random))
          .as("seed %s, %s, draw %d", entry.get("seed"), name, i)
          .isEqualTo(wanted);
    }
  }

  private static void assertDraws(JsonNode entry, String name, Function<Mt19937, Object> draw) {
    assertThat(entry.has(name)).as(name).isTrue();
    assertDraws(entry, name, draw, entry.get(name));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void draws_areNumpys(JsonNode entry) {
    assertDraws(entry, "uint32", random -> Integer.toUnsignedLong(random.nextInt()));
    assertDraws(entry, "random_sample", Mt19937::random);
    assertDraws(entry, "rand(8)", Mt19937::random);
    assertDraws(entry, "randint(1,9)", random -> 1L + random.integers(8));
    assertDraws(entry, "randint(1,6,8)", random -> 1L + random.integers(5));
    assertDraws(entry, "choice([True,False])", random -> random.integers(2) == 0);
    assertDraws(entry, "choice(6 actions)", random -> (long) random.integers(6));
    long[] fibonacci = {1, 2, 3, 5, 8, 13, 21};
    assertDraws(
        entry, "choice([1,2,3,5,8,13,21])", random -> fibonacci[random.integers(fibonacci.length)]);
    for (Map.Entry<String, JsonNode> bound : entry.get("randint").properties()) {
      int size = Integer.parseInt(bound.getKey());
      assertDraws(
          entry, "randint(" + size + ")", random -> (long) random.integers(size), bound.getValue());
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void mixedDraws_areNumpys(JsonNode entry) {
    Mt19937 random = new Mt19937(entry.get("seed").asLong());
    String name = "mixed: rand, randint(2), rand, randint(8), rand(2), choice(5), randint(1,6,3)";
    assertThat(entry.get(name)).isNotEmpty();
    for (JsonNode round : entry.get(name)) {
      assertThat(random.random()).isEqualTo(round.get(0).asDouble());
      assertThat(random.integers(2)).isEqualTo(round.get(1).asInt());
      assertThat(random.random()).isEqualTo(round.get(2).asDouble());
      assertThat(random.integers(8)).isEqualTo(round.get(3).asInt());
      for (JsonNode number : round.get(4)) {
        assertThat(random.random()).isEqualTo(number.asDouble());
      }
      assertThat(random.integers(5)).isEqualTo(round.get(5).asInt());
      for (JsonNode number : round.get(6)) {
        assertThat(1 + random.integers(5)).isEqualTo(number.asInt());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void stateAfterManyDraws_isNumpys_andACopyContinuesAlike(JsonNode entry) {
    Mt19937 random = new Mt19937(entry.get("seed").asLong());
    for (int i = 0; i < 1000; i++) {
      random.random();
    }
    JsonNode expected = entry.get("after 1000 random_sample");
    assertThat(random.position()).isEqualTo(expected.get("position").asInt());
    int[] places = {0, 1, 623};
    for (int i = 0; i < places.length; i++) {
      assertThat(Integer.toUnsignedLong(random.word(places[i])))
          .isEqualTo(expected.get("key").get(i).asLong());
    }
    Mt19937 copy = new Mt19937(random);
    for (JsonNode number : expected.get("next")) {
      assertThat(random.random()).isEqualTo(number.asDouble());
      assertThat(copy.random()).isEqualTo(number.asDouble());
    }
  }

  /** Recorded with numpy 2.4.6: RandomState([seed % 2**32, seed // 2**32]).random_sample(3). */
  @Test
  void seedsBeyond32Bits_areArraysOfWords() {
    assertThat(draws(4294967296L))
        .containsExactly(0.11299430095636409, 0.41782886486292836, 0.0166763664992291);
    assertThat(draws(4294967301L))
        .containsExactly(0.15727238718789782, 0.2824866316461999, 0.6044540318498407);
    assertThat(draws(9223372036854775807L))
        .containsExactly(0.3166448820870279, 0.631259308253863, 0.8035542479972343);
    assertThat(draws(1234567890123456789L))
        .containsExactly(0.8540990887769795, 0.9813986241071384, 0.7628860245608512);
  }

  private static double[] draws(long seed) {
    Mt19937 random = new Mt19937(seed);
    return new double[] {random.random(), random.random(), random.random()};
  }

  @Test
  void wrongArguments_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Mt19937(-1))
        .withMessageContaining("at least 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Mt19937(0).integers(0))
        .withMessageContaining("at least 1, was 0");
  }
}
