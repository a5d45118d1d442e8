package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static String readable(String text) {
    return text.replace("\r\u001b[K\n\u001b[J\u001b[A", "<clear>")
        .replace("\u001b[1A", "<up>")
        .replace("\r", "<start>")
        .replace(System.lineSeparator(), "|");
  }

  @Test
  void status_terminal_staysBelowPrintedLines() {
    TestScreen test = new TestScreen(true);
    test.screen.status(List.of("step 1", "loss 1"));
    test.screen.note("hello");
    test.screen.status("step 2");
    test.screen.endStatus();
    // The cursor rests where the block begins: whatever a resize makes of it is cleared from there.
    assertThat(readable(test.errors()))
        .isEqualTo(
            "step 1|loss 1<start><up><clear>hello|step 1|loss 1<start><up><clear>step 2<start>|");
  }

  @Test
  void status_cleared_leavesNothing() {
    TestScreen test = new TestScreen(true);
    test.screen.status("half done");
    test.screen.clearStatus();
    test.screen.endStatus();
    assertThat(readable(test.errors())).isEqualTo("half done<start><clear>");
  }

  @Test
  void status_smallTerminal_isCutToFit() {
    TestScreen test = new TestScreen(true);
    test.screen.fitTo(() -> 8, () -> 3);
    test.screen.status(List.of("1234567", "12345678", "below"));
    assertThat(readable(test.errors())).isEqualTo("1234567|123456…<start><up>");
  }

  @Test
  void cut_colours_takeNoRoom() {
    String line = "\u001b[32mgreen\u001b[0m and plain";
    assertThat(Screen.cut(line, 15)).isEqualTo(line);
    assertThat(Screen.cut(line, 7)).isEqualTo("\u001b[32mgreen\u001b[0m …\u001b[0m");
  }

  @Test
  void status_noTerminal_printsPlainLines() {
    TestScreen test = new TestScreen(false);
    test.screen.status(List.of("step 1", "loss 1"));
    test.screen.print("result");
    test.screen.endStatus();
    test.screen.clearStatus();
    assertThat(readable(test.errors())).isEqualTo("step 1|loss 1|");
    assertThat(readable(test.output())).isEqualTo("result|");
  }
}
