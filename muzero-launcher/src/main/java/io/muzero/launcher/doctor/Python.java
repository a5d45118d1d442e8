package io.muzero.launcher.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the machine's Python says of itself and of its packages; asked once, when first needed. */
final class Python {
  private static final List<String> NAMES = List.of("python3", "python");

  /** Imports no package: torch alone would take seconds. */
  private static final String QUESTION =
      """
      import json, sys, importlib.util as u, os
      import importlib.metadata as m
      def version(name):
          try:
              return m.version(name)
          except Exception:
              return ''
      def folder(name):
          try:
              return os.path.dirname(u.find_spec(name).origin)
          except Exception:
              return ''
      print(json.dumps({'version': '.'.join(map(str, sys.version_info[:3])), 'executable': sys.executable,
          'torch': version('torch'), 'torchFolder': folder('torch'), 'ray': version('ray'),
          'gymnasium': version('gymnasium')}))
      """;

  private final Machine machine;
  private @Nullable Optional<JsonNode> answer;

  Python(Machine machine) {
    this.machine = machine;
  }

  /** The answers by name; empty when there is no Python that answers. */
  Optional<JsonNode> answer() {
    Optional<JsonNode> known = answer;
    if (known == null) {
      known = NAMES.stream().flatMap(name -> ask(name).stream()).findFirst();
      answer = known;
    }
    return known;
  }

  private Optional<JsonNode> ask(String name) {
    return machine
        .run(name, "-c", QUESTION)
        .filter(CommandRunner.Output::succeeded)
        .flatMap(output -> parse(output.text()));
  }

  /** The last line that is a JSON object: warnings may come before it. */
  private static Optional<JsonNode> parse(String text) {
    return text.lines()
        .filter(line -> line.startsWith("{"))
        .reduce((first, last) -> last)
        .flatMap(
            line -> {
              try {
                return Optional.of(new ObjectMapper().readTree(line));
              } catch (JsonProcessingException e) {
                return Optional.empty();
              }
            });
  }
}
