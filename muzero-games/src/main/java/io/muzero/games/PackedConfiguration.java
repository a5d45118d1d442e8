package io.muzero.games;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A game's configuration as it is packed into the jar: the file {@code configs/<name>.yaml}. */
public final class PackedConfiguration {
  private PackedConfiguration() {}

  /** The YAML text for a game, or empty when none is packed. */
  public static Optional<String> of(String game) {
    try (InputStream in =
        PackedConfiguration.class.getResourceAsStream("/configs/" + game + ".yaml")) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the packed configuration of " + game, e);
    }
  }
}
