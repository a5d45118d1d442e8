package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/architecture.md} names is there: a reader follows it through the code. */
class ArchitecturePageTest {
  private static final Path PROJECT = Path.of("..");

  /** A class, with one of its members or without. */
  private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z]+)(?:\\.([a-z][A-Za-z]+))?`");

  @Test
  void classesAndMembers_areThere() throws IOException {
    Map<String, Path> sources;
    try (Stream<Path> all = Files.walk(PROJECT)) {
      sources =
          all.filter(file -> file.toString().contains("/src/") && file.toString().endsWith(".java"))
              .collect(
                  Collectors.toMap(
                      file -> file.getFileName().toString().replace(".java", ""),
                      file -> file,
                      (one, other) -> one));
    }
    List<String> missing = new ArrayList<>();
    Matcher name = NAME.matcher(Files.readString(PROJECT.resolve("docs/architecture.md")));
    int found = 0;
    while (name.find()) {
      found++;
      Path source = sources.get(name.group(1));
      if (source == null) {
        if (isForeign(name.group(1))) {
          continue;
        }
        missing.add(name.group());
      } else if (name.group(2) != null
          && !Files.readString(source).matches("(?s).*\\b" + name.group(2) + "\\b.*")) {
        missing.add(name.group());
      }
    }
    assertThat(found).isGreaterThan(100);
    assertThat(missing).isEmpty();
  }

  private static boolean isForeign(String simpleName) {
    for (String place : List.of("java.lang.", "java.util.", "io.muzero.srctest.")) {
      try {
        Class.forName(place + simpleName);
        return true;
      } catch (ClassNotFoundException e) {
        // Of the next place, or of none.
      }
    }
    return false;
  }
}
