package io.muzero.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestWordTest {
  @Test
  void distance_knownPairs_isRight() {
    assertThat(NearestWord.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestWord.distance("", "abc")).isEqualTo(3);
    assertThat(NearestWord.distance("abc", "acb")).isEqualTo(1);
    assertThat(NearestWord.distance("same", "same")).isZero();
  }

  @Test
  void of_closeWord_isFound() {
    List<String> games = List.of("cartpole", "connect4", "tictactoe");
    assertThat(NearestWord.of("tic-tac-toe", games)).contains("tictactoe");
    assertThat(NearestWord.of("CartPol", games)).contains("cartpole");
    assertThat(NearestWord.of("backgammon", games)).isEmpty();
  }
}
