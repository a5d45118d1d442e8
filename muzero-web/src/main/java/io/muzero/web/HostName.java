package io.muzero.web;

import java.net.URI;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name by which browsers call this server.
 *
 * @param name a host's name or address in small letters, an IPv6 address in brackets
 * @param port the port that browsers call, where it is another than the server's own: that of a
 *     proxy
 */
record HostName(String name, OptionalInt port) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::(\\d{1,5}))?");

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /**
   * Reads {@code name} or {@code name:port}.
   *
   * @throws IllegalArgumentException when the text is neither
   */
  static HostName parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw wrong(text);
    }
    String port = matcher.group(2);
    if (port == null) {
      return new HostName(text.toLowerCase(Locale.ROOT), OptionalInt.empty());
    }
    int number = Integer.parseInt(port);
    if (number < 1 || number > 65535) {
      throw wrong(text);
    }
    return new HostName(matcher.group(1).toLowerCase(Locale.ROOT), OptionalInt.of(number));
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "--host must be a name, or a name and a port within [1, 65535], for example box.local or"
            + " box.local:443, was '"
            + text
            + "'");
  }

  /**
   * Host and port as they stand in an address, the ports of http and https left out: that is how
   * browsers write them.
   */
  static String authority(String text) {
    return text.toLowerCase(Locale.ROOT).replaceFirst(":(?:" + HTTP + "|" + HTTPS + ")$", "");
  }

  /** An authority without its port. */
  static String withoutPort(String authority) {
    return authority.replaceFirst(":\\d+$", "");
  }

  /** The address of the page by this name. */
  URI address(int ownPort) {
    int called = port.orElse(ownPort);
    String scheme = called == HTTPS ? "https://" : "http://";
    return URI.create(scheme + authority(name + ":" + called) + "/");
  }
}
