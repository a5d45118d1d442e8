package io.muzero.launcher.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A machine made of files, variables and answers of programs that a test writes down. */
final class FakeMachine {
  private final Path root;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, CommandRunner.Output> answers = new HashMap<>();

  private FakeMachine(Path root, String system, String architecture) {
    this.root = root;
    properties.put("os.name", system);
    properties.put("os.arch", architecture);
    properties.put("user.home", root.toAbsolutePath().toString());
  }

  static FakeMachine linux(Path root) {
    return new FakeMachine(root, "Linux", "amd64");
  }

  static FakeMachine of(Path root, String system, String architecture) {
    return new FakeMachine(root, system, architecture);
  }

  FakeMachine file(String absolute, String text) {
    try {
      Path file = root.resolve(absolute.substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FakeMachine variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  FakeMachine property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  /** What a program answers whose command begins with these words, the longest such wins. */
  FakeMachine answers(String command, int code, String text) {
    answers.put(command, new CommandRunner.Output(code, text));
    return this;
  }

  Machine machine() {
    return new Machine(
        root,
        environment,
        properties::get,
        (command, limit) -> {
          String whole = String.join(" ", command);
          return answers.entrySet().stream()
              .filter(answer -> whole.startsWith(answer.getKey()))
              .max(java.util.Comparator.comparingInt(answer -> answer.getKey().length()))
              .map(Map.Entry::getValue)
              .orElseThrow(() -> new IOException("cannot run " + command.get(0)));
        });
  }
}
