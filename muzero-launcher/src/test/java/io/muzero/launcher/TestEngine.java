package io.muzero.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Engines for tests: shell scripts that speak the Go Text Protocol. */
final class TestEngine {
  private TestEngine() {}

  /**
   * A player's name of an engine.
   *
   * @param folder where its script is written
   * @param genmove what it does when it is to move: lines of shell, in which {@code $moves} is the
   *     number of its moves with this one
   * @param arguments what follows the program
   */
  static String of(Path folder, String genmove, String arguments) throws IOException {
    Path engine =
        Files.writeString(
            folder.resolve("engine"),
            """
            #!/bin/sh
            moves=0
            while read -r word rest; do
              case "$word" in
                protocol_version) printf '= 2\\n\\n' ;;
                genmove)
                  moves=$((moves + 1))
                  GENMOVE ;;
                quit) printf '=\\n\\n'; exit 0 ;;
                *) printf '=\\n\\n' ;;
              esac
            done
            """
                .replace("GENMOVE", genmove));
    Files.setPosixFilePermissions(engine, PosixFilePermissions.fromString("rwxr-xr-x"));
    return "gtp:'" + engine + "' " + arguments;
  }
}
