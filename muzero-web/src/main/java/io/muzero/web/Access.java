package io.muzero.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask: only by the names of this server (a page elsewhere whose name is made to point here
 * is refused, which is DNS rebinding), only from pages of this server, and only with the token
 * where there is one. Immutable and thread-safe.
 */
final class Access {
  /** The cookie that holds the token. */
  static final String COOKIE = "muzero-token";

  private final Set<String> hosts = new TreeSet<>();
  private final Optional<String> token;

  /**
   * The rules of a server.
   *
   * @param port the port it listens on
   */
  Access(WebConfig config, int port) {
    token = config.token();
    List<String> names = new ArrayList<>(config.hosts());
    InetAddress address = config.address();
    if (address.isLoopbackAddress()) {
      names.addAll(List.of("localhost", "127.0.0.1", "[::1]"));
    }
    if (!address.isAnyLocalAddress()) {
      String literal = address.getHostAddress();
      names.add(literal.contains(":") ? "[" + literal + "]" : literal);
    }
    for (String name : names) {
      hosts.add(name.toLowerCase(Locale.ROOT) + ":" + port);
      if (port == 80) {
        hosts.add(name.toLowerCase(Locale.ROOT));
      }
    }
  }

  /**
   * Requires that a request came by a name of this server and from one of its pages.
   *
   * @throws HttpProblem 421 or 403 when it did not
   */
  void requireOwnPage(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    List<String> host = headers.getOrDefault("Host", List.of());
    if (host.size() != 1 || !hosts.contains(host.get(0).toLowerCase(Locale.ROOT))) {
      throw new HttpProblem(
          421,
          "this server is not known by that name; names are added by --host where --bind is given");
    }
    List<String> origins = headers.getOrDefault("Origin", List.of());
    for (String origin : origins) {
      if (!hosts.contains(origin.toLowerCase(Locale.ROOT).replaceFirst("^http://", ""))) {
        throw new HttpProblem(403, "requests from pages of other servers are refused");
      }
    }
    String site = headers.getFirst("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      // A link from elsewhere may open the page itself, and nothing else.
      boolean opensPage =
          exchange.getRequestMethod().equals("GET")
              && "navigate".equals(headers.getFirst("Sec-Fetch-Mode"));
      if (!opensPage) {
        throw new HttpProblem(403, "requests from pages of other servers are refused");
      }
    }
  }

  /** Whether a request carries the token, or none is needed. */
  boolean knowsToken(HttpExchange exchange) {
    return token.isEmpty() || isToken(cookie(exchange.getRequestHeaders()));
  }

  /** Whether a text is the token; takes as long whatever it is. */
  boolean isToken(@Nullable String given) {
    return given != null
        && token.isPresent()
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), token.get().getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a token is asked for. */
  boolean asksForToken() {
    return token.isPresent();
  }

  private static @Nullable String cookie(Headers headers) {
    for (String line : headers.getOrDefault("Cookie", List.of())) {
      for (String part : line.split(";")) {
        String pair = part.strip();
        if (pair.startsWith(COOKIE + "=")) {
          return pair.substring(COOKIE.length() + 1);
        }
      }
    }
    return null;
  }
}
