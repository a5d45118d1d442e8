package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOError;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TerminalSizeTest {
  @Test
  void orUsual_saysWhatTheTerminalSays() {
    assertThat(TerminalSize.orUsual(() -> 132, 80)).isEqualTo(132);
    assertThat(TerminalSize.orUsual(() -> 0, 80)).isEqualTo(80);
  }

  /** As JLine fails when the terminal was closed: the run goes on to its checkpoint. */
  @Test
  void orUsual_ofAClosedTerminal_isTheUsual() {
    assertThat(
            TerminalSize.orUsual(
                () -> {
                  throw new IOError(new IOException("Input/output error"));
                },
                80))
        .isEqualTo(80);
    assertThat(
            TerminalSize.orUsual(
                () -> {
                  throw new IllegalStateException("closed");
                },
                24))
        .isEqualTo(24);
  }
}
