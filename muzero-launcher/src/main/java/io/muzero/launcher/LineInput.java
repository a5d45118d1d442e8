package io.muzero.launcher;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/** Where a person's lines come from. */
interface LineInput extends AutoCloseable {
  /**
   * Asks for a line; empty when there will be no more.
   *
   * @param prompt shown before it where a person sees it
   * @param words that may be completed
   */
  Optional<String> read(String prompt, Supplier<Collection<String>> words);

  @Override
  void close();
}
