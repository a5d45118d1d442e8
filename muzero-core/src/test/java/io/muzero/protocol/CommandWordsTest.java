package io.muzero.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CommandWordsTest {
  @Test
  void of_quotes_keepSpaces() {
    assertThat(CommandWords.of(" gnugo  --mode gtp ")).containsExactly("gnugo", "--mode", "gtp");
    assertThat(CommandWords.of("\"/opt/my engine/x\" -a'b c'd ''"))
        .containsExactly("/opt/my engine/x", "-ab cd", "");
    assertThat(CommandWords.of("a\\b $HOME *")).containsExactly("a\\b", "$HOME", "*");
  }

  @Test
  void of_emptyOrUnclosed_isRefused() {
    assertThatThrownBy(() -> CommandWords.of("  "))
        .isInstanceOf(EngineNameException.class)
        .hasMessageContaining("is empty");
    assertThatThrownBy(() -> CommandWords.of("a 'b"))
        .isInstanceOf(EngineNameException.class)
        .hasMessageContaining("no closing '");
  }
}
