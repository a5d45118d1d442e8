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

  @Test
  void of_leftOutLetter_isThatOfTheWordWithAllLetters() {
    assertThat(NearestWord.of("--sed", List.of("--set", "--seed"))).contains("--seed");
    assertThat(NearestWord.of("--gmae", List.of("--set", "--game", "--games"))).contains("--game");
  }

  @Test
  void of_partOrInitialsOrBeginning_isFound() {
    List<String> keys = List.of("batchSize", "learningRate", "decayRate", "tdSteps");
    assertThat(NearestWord.of("rate", keys)).contains("learningRate");
    assertThat(NearestWord.of("lr", keys)).contains("learningRate");
    assertThat(NearestWord.of("batch", keys)).contains("batchSize");
    assertThat(NearestWord.of("momentum", keys)).isEmpty();
  }

  /** Two other letters of four make any word of any. */
  @Test
  void of_shortWord_isNotJustAnyOtherShortWord() {
    assertThat(NearestWord.of("seed", List.of("keep", "lead"))).isEmpty();
    assertThat(NearestWord.of("--out", List.of("--set", "--cpu"))).isEmpty();
    assertThat(NearestWord.of("--ouy", List.of("--set", "--out"))).contains("--out");
  }
}
