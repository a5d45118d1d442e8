package io.muzero.games;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Recorded data that something outside this project produced: the copy in the test resources, and a
 * folder of files of the same names and format that a system property may name.
 */
public final class Oracles {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Oracles() {}

  /**
   * One file of data.
   *
   * @param origin where it came from, for messages
   * @param name its name without folder, ending in .json
   */
  public record Oracle(String origin, String name, JsonNode json) {
    @Override
    public String toString() {
      return origin;
    }
  }

  /**
   * The resource {@code oracles/<set>/<name>.gz}, and the file of that name in the folder that the
   * system property {@code oracle.<set>.dir} names, where there is one.
   */
  public static List<Oracle> named(String set, String name) {
    List<Oracle> oracles = new ArrayList<>();
    String resource = "/oracles/" + set + "/" + name + ".gz";
    try (InputStream in = Oracles.class.getResourceAsStream(resource)) {
      if (in != null) {
        oracles.add(new Oracle("resource " + name, name, MAPPER.readTree(new GZIPInputStream(in))));
      }
      String folder = System.getProperty("oracle." + set + ".dir", "");
      if (!folder.isBlank()) {
        Path plain = Path.of(folder, name);
        Path packed = Path.of(folder, name + ".gz");
        if (Files.exists(plain)) {
          try (InputStream file = Files.newInputStream(plain)) {
            oracles.add(new Oracle(plain.toString(), name, MAPPER.readTree(file)));
          }
        } else if (Files.exists(packed)) {
          try (InputStream file = new GZIPInputStream(Files.newInputStream(packed))) {
            oracles.add(new Oracle(packed.toString(), name, MAPPER.readTree(file)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the oracle " + name, e);
    }
    return oracles;
  }

  /**
   * The resources of these names, and every file of the folder that the system property {@code
   * oracle.<set>.dir} names, whatever its name.
   */
  public static List<Oracle> every(String set, String... names) {
    List<Oracle> oracles = new ArrayList<>();
    try {
      for (String name : names) {
        try (InputStream in =
            Oracles.class.getResourceAsStream("/oracles/" + set + "/" + name + ".gz")) {
          if (in == null) {
            throw new IOException("no such resource");
          }
          oracles.add(
              new Oracle("resource " + name, name, MAPPER.readTree(new GZIPInputStream(in))));
        }
      }
      String folder = System.getProperty("oracle." + set + ".dir", "");
      if (!folder.isBlank()) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
          for (Path file : files.sorted().toList()) {
            String name = file.getFileName().toString();
            if (name.endsWith(".json") || name.endsWith(".json.gz")) {
              try (InputStream raw = Files.newInputStream(file);
                  InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
                oracles.add(
                    new Oracle(file.toString(), name.replace(".gz", ""), MAPPER.readTree(in)));
              }
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the oracles of " + set, e);
    }
    return oracles;
  }
}
