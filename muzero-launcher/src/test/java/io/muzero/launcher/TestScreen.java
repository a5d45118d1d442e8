package io.muzero.launcher;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A screen that remembers what it showed. */
final class TestScreen {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  final Screen screen;

  TestScreen(boolean live) {
    screen =
        new Screen(
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            live);
  }

  String output() {
    return output.toString(StandardCharsets.UTF_8);
  }

  List<String> lines() {
    return output().lines().toList();
  }

  String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }
}
