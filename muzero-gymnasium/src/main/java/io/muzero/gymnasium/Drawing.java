package io.muzero.gymnasium;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** How an environment shows its state, as the answer to {@link PythonProcess#RENDER} says. */
sealed interface Drawing {
  /** It does not. */
  record Nothing() implements Drawing {}

  /** A picture: a PNG file in base 64. */
  record Png(String base64) implements Drawing {}

  /** Lines of text. */
  record Text(String lines) implements Drawing {}

  /** Reads an answer. */
  static Drawing of(byte[] answer) {
    byte[] rest = Arrays.copyOfRange(answer, 1, answer.length);
    return switch (answer[0]) {
      case 1 -> new Png(Base64.getEncoder().encodeToString(rest));
      case 2 -> new Text(new String(rest, StandardCharsets.UTF_8).stripTrailing());
      default -> new Nothing();
    };
  }

  /** The text, where it is one that is not blank. */
  default Optional<String> text() {
    return this instanceof Text text && !text.lines.isBlank()
        ? Optional.of(text.lines)
        : Optional.empty();
  }
}
