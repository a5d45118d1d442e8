package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/architecture.md} names is there: a reader follows it through the code. */
class ArchitecturePageTest {
  private static final Path PROJECT = Path.of("..");

  /** A class, with one of its members or without. */
  private static final Pattern NAME =
      Pattern.compile("`([A-Z][A-Za-z0-9]+)(?:\\.([A-Za-z_]+))?(?:\\(\\))?`");

  /** A row of the table of packages: its name, and whom it may use. */
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z]+)` \\|.*\\| ([^|]+) \\|$", Pattern.MULTILINE);

  private static final Pattern WORD = Pattern.compile("[a-z]+");

  @Test
  void classesAndMembers_areThere() throws IOException {
    Map<String, List<Path>> sources;
    try (Stream<Path> all = Files.walk(PROJECT)) {
      sources =
          all.filter(file -> file.toString().contains("/src/") && file.toString().endsWith(".java"))
              .collect(
                  Collectors.groupingBy(
                      file -> file.getFileName().toString().replace(".java", "")));
    }
    List<String> missing = new ArrayList<>();
    Matcher name = NAME.matcher(Files.readString(PROJECT.resolve("docs/architecture.md")));
    int found = 0;
    while (name.find()) {
      found++;
      List<Path> named = sources.getOrDefault(name.group(1), List.of());
      boolean there = named.isEmpty() && isForeign(name.group(1));
      for (Path source : named) {
        there |=
            name.group(2) == null
                || Files.readString(source).matches("(?s).*\\b" + name.group(2) + "\\b.*");
      }
      if (!there) {
        missing.add(name.group());
      }
    }
    assertThat(found).isGreaterThan(100);
    assertThat(missing).isEmpty();
  }

  /** The table says who may use whom as {@link ArchitectureTest} holds the code to it. */
  @Test
  void packages_mayUse_whatTheTestLets() throws IOException {
    Map<String, Set<String>> page = new LinkedHashMap<>();
    Matcher row = ROW.matcher(Files.readString(PROJECT.resolve("docs/architecture.md")));
    while (row.find()) {
      Set<String> uses = new TreeSet<>();
      if (row.group(2).equals("all above")) {
        uses.addAll(page.keySet());
      }
      Matcher word = WORD.matcher(row.group(2));
      while (word.find()) {
        if (ArchitectureTest.MAY_USE.containsKey(word.group())) {
          uses.add(word.group());
        }
      }
      assertThat(page.keySet()).as("rows above %s", row.group(1)).containsAll(uses);
      page.put(row.group(1), uses);
    }
    Map<String, Set<String>> test = new TreeMap<>();
    ArchitectureTest.MAY_USE.forEach((name, uses) -> test.put(name, new TreeSet<>(uses)));

    assertThat(page.keySet()).isEqualTo(test.keySet());
    for (String name : test.keySet()) {
      assertThat(closure(name, page)).as(name).isEqualTo(closure(name, test));
    }
  }

  /** What a package may use, by others too. */
  private static Set<String> closure(String name, Map<String, Set<String>> uses) {
    Set<String> all = new TreeSet<>();
    for (String used : uses.get(name)) {
      all.add(used);
      all.addAll(closure(used, uses));
    }
    return all;
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
