package io.muzero.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * The page's own files, read from the jar once: what is not in this list cannot be asked for.
 * Immutable and thread-safe.
 */
final class StaticFiles {
  private static final List<String> NAMES =
      List.of(
          "index.html",
          "style.css",
          "icon.svg",
          "api.mjs",
          "app.mjs",
          "board.mjs",
          "chart.mjs",
          "controls.mjs",
          "field.mjs",
          "format.mjs",
          "game.mjs",
          "gametext.mjs",
          "graph.mjs",
          "inside.mjs",
          "pace.mjs",
          "play.mjs",
          "route.mjs",
          "runs.mjs",
          "scene.mjs",
          "seats.mjs",
          "stage.mjs",
          "table.mjs",
          "thoughts.mjs",
          "values.mjs",
          "vendor/preact.mjs",
          "vendor/uplot.js",
          "vendor/uplot.css");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, Content> files = new LinkedHashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Content(String type, String tag, byte[] gzip) {}

  /** Reads them. */
  StaticFiles() {
    for (String name : NAMES) {
      try (InputStream in = StaticFiles.class.getResourceAsStream("page/" + name)) {
        if (in == null) {
          throw new IllegalStateException("the page's file " + name + " is not in the jar");
        }
        byte[] bytes = in.readAllBytes();
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
        files.put(name, new Content(type, "\"" + digest(bytes) + "\"", gzip(bytes)));
      } catch (IOException e) {
        throw new UncheckedIOException("the page's file " + name + " cannot be read", e);
      }
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
          .substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /** Bytes of all files as they are sent. */
  long packedBytes() {
    return files.values().stream().mapToLong(file -> file.gzip.length).sum();
  }

  /**
   * Answers a GET of one of them.
   *
   * @throws HttpProblem 404 when it is none
   */
  void answer(HttpExchange exchange, List<String> path) throws IOException {
    String name = path.isEmpty() ? "index.html" : String.join("/", path);
    Content file = files.get(name);
    if (file == null) {
      throw HttpProblem.notFound("there is no such page");
    }
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", file.type);
    headers.set("ETag", file.tag);
    // Asked for again each time, so that a newer jar is never mixed with an older page.
    headers.set("Cache-Control", "no-cache");
    if (file.tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
      return;
    }
    headers.set("Content-Encoding", "gzip");
    exchange.sendResponseHeaders(200, file.gzip.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(file.gzip);
    }
  }
}
