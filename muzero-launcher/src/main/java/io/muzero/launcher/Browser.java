package io.muzero.launcher;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The user's browser, opened by the desktop's own command: Java's needs a display of its own. */
final class Browser {
  private Browser() {}

  /** Opens an address; says so where that cannot be done. */
  static void open(Screen screen, String address) {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    List<String> command =
        os.startsWith("windows")
            ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
            : os.startsWith("mac") ? List.of("open", address) : List.of("xdg-open", address);
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      screen.note("no browser could be opened (" + command.get(0) + "): open the address yourself");
    }
  }
}
