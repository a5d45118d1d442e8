package io.muzero.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/** Lines from a file or a pipe. */
final class PipeInput implements LineInput {
  private final BufferedReader reader;

  PipeInput(InputStream in) {
    reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Override
  public Optional<String> read(String prompt, Supplier<Collection<String>> words) {
    try {
      return Optional.ofNullable(reader.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException("standard input cannot be read", e);
    }
  }

  @Override
  public void close() {
    // Standard input stays open: it is the process's.
  }
}
