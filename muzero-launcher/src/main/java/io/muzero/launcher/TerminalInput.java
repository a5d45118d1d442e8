package io.muzero.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Lines typed at a terminal, with history and completion of moves and commands. */
final class TerminalInput implements LineInput {
  private final Terminal terminal;
  private final LineReader reader;
  private Supplier<Collection<String>> words = java.util.List::of;

  TerminalInput() {
    try {
      terminal = TerminalBuilder.builder().system(true).dumb(true).build();
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be used", e);
    }
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .completer(
                (line, parsed, candidates) ->
                    words.get().forEach(word -> candidates.add(new Candidate(word))))
            .build();
  }

  @Override
  public Optional<String> read(String prompt, Supplier<Collection<String>> completions) {
    words = completions;
    try {
      return Optional.of(reader.readLine(prompt));
    } catch (UserInterruptException | EndOfFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be given back", e);
    }
  }
}
