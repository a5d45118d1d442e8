package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScreenTest {
  @Test
  void status_terminal_staysBelowPrintedLines() {
    TestScreen test = new TestScreen(true);
    test.screen.status("step 1");
    test.screen.note("hello");
    test.screen.status("step 2");
    test.screen.endStatus();
    assertThat(test.errors().replace("\r\u001b[K", "<clear>").replace(System.lineSeparator(), "|"))
        .isEqualTo("<clear>step 1<clear>hello|step 1<clear>step 2|");
  }

  @Test
  void status_noTerminal_printsPlainLines() {
    TestScreen test = new TestScreen(false);
    test.screen.status("step 1");
    test.screen.print("result");
    test.screen.endStatus();
    assertThat(test.errors()).isEqualTo("step 1" + System.lineSeparator());
    assertThat(test.output()).isEqualTo("result" + System.lineSeparator());
  }
}
