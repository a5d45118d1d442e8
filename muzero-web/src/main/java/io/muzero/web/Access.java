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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask: only by the names of this server (a page elsewhere whose name is made to point here
 * is refused, which is DNS rebinding), only from pages of this server, and only with the token
 * where there is one. Immutable and thread-safe.
 */
final class Access {
  /** The cookie that holds the token. */
  static final String COOKIE = "muzero-token";

  private static final Pattern ORIGIN = Pattern.compile("https?://(.+)");

  /** Names with ports, as {@link HostName#authority} writes them. */
  private final Set<String> hosts = new TreeSet<>();

  private final Optional<String> token;

  /**
   * The rules of a server.
   *
   * @param port the port it listens on
   */
  Access(WebConfig config, int port) {
    token = config.token();
    InetAddress address = config.address();
    List<String> own = new ArrayList<>();
    if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      own.addAll(List.of("localhost", "127.0.0.1", "[::1]"));
    }
    if (!address.isAnyLocalAddress()) {
      String literal = address.getHostAddress();
      own.add(literal.contains(":") ? "[" + literal + "]" : literal);
    }
    for (String name : own) {
      hosts.add(HostName.authority(name + ":" + port));
    }
    for (String text : config.hosts()) {
      HostName host = HostName.parse(text);
      hosts.add(HostName.authority(host.name() + ":" + host.port().orElse(port)));
      hosts.add(host.name()); // a proxy at the port of http or https
    }
  }

  /**
   * Requires that a request came by a name of this server and from one of its pages.
   *
   * @throws HttpProblem 421 or 403 when it did not
   */
  void requireOwnPage(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    List<String> named = headers.getOrDefault("Host", List.of());
    String host = named.size() == 1 ? HostName.authority(named.get(0)) : "";
    if (!hosts.contains(host)) {
      throw new HttpProblem(
          421, "this server is not known by that name; serve --host NAME makes it known");
    }
    for (String origin : headers.getOrDefault("Origin", List.of())) {
      if (!isOwn(origin, host)) {
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

  /**
   * Whether a page is one of this server's. A proxy may speak https and may call this server by
   * another name; but a page at another port of the same name is another server's.
   */
  private boolean isOwn(String origin, String host) {
    Matcher matcher = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return false;
    }
    String from = HostName.authority(matcher.group(1));
    return hosts.contains(from)
        && (from.equals(host) || !HostName.withoutPort(from).equals(HostName.withoutPort(host)));
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
