package io.muzero.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Asks a person for the token: a page without a script, shown in place of the page itself. What is
 * typed comes as a POST, so that it stands in no address. Immutable and thread-safe.
 */
final class TokenForm {
  private static final List<String> PATH = List.of("token");
  private static final int LONGEST = 4096;

  /** The browser shows what is said of a field that is empty; a wrong token gets its own line. */
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>Token</title>
      </head>
      <body>
      <main>
      <h1>This page asks for its token</h1>
      %s
      <form method="post" action="/token">
      <p><label for="token">Token</label></p>
      <p><input id="token" name="token" type="password" autocomplete="current-password" required       autofocus></p>
      <p><button>Open the page</button></p>
      </form>
      </main>
      </body>
      </html>
      """;

  private static final String WHERE =
      "<p>It is the one that the program was started with (<code>serve --token</code>).</p>";

  private static final String WRONG =
      "<p role=\"alert\">That is not the token of this page. Try again.</p>";

  private final Access access;

  TokenForm(Access access) {
    this.access = access;
  }

  /** Whether a browser asks for the page itself, and not a script for something of it. */
  static boolean isForAPerson(HttpExchange exchange, Request request) {
    String accepted = exchange.getRequestHeaders().getFirst("Accept");
    return request.method().equals("GET")
        && (request.path().isEmpty() || request.path().equals(List.of("index.html")))
        && accepted != null
        && accepted.contains("text/html");
  }

  /** Whether it is what a person has typed. */
  static boolean isSent(Request request) {
    return request.method().equals("POST") && request.path().equals(PATH);
  }

  /**
   * The token that was typed.
   *
   * @throws HttpProblem when the request is no form
   */
  static String read(HttpExchange exchange) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !type.startsWith("application/x-www-form-urlencoded")) {
      throw new HttpProblem(415, "this address takes the form of the page that asks for the token");
    }
    byte[] bytes;
    try (InputStream in = exchange.getRequestBody()) {
      bytes = in.readNBytes(LONGEST + 1);
    }
    if (bytes.length > LONGEST) {
      throw new HttpProblem(413, "a token is shorter");
    }
    Map<String, String> form = Request.query(new String(bytes, StandardCharsets.UTF_8));
    return form.getOrDefault("token", "").strip();
  }

  /**
   * Takes a token into a cookie and leads to the page; asks again when it is another.
   *
   * @param person whether a person can be asked; otherwise it is a problem
   * @throws HttpProblem 401 when it is another
   */
  void take(HttpExchange exchange, String token, boolean person) throws IOException {
    if (!access.isToken(token)) {
      if (person) {
        ask(exchange, WRONG);
        return;
      }
      throw new HttpProblem(401, "that is not the token of this page");
    }
    Headers headers = exchange.getResponseHeaders();
    headers.set(
        "Set-Cookie",
        Access.COOKIE + "=" + token + "; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000");
    headers.set("Location", "/");
    headers.set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(303, -1);
  }

  /** Asks for the token. */
  void ask(HttpExchange exchange) throws IOException {
    ask(exchange, WHERE);
  }

  private static void ask(HttpExchange exchange, String line) throws IOException {
    byte[] bytes = PAGE.formatted(line).getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "text/html; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    // Without one, browsers send the form as if it were of nobody, and it would be refused.
    headers.set("Referrer-Policy", "same-origin");
    exchange.sendResponseHeaders(401, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
