package io.muzero.web;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where the page is served, and to whom.
 *
 * @param address the address to listen on
 * @param port the port, 0 for any free one
 * @param hosts further names that a browser may call this server by, with a port where it is that
 *     of a proxy; at least one where the address stands for all addresses of this machine
 * @param token what a browser must know; always present unless the address is a loopback one
 * @param limits what the server bears
 */
public record WebConfig(
    InetAddress address, int port, List<String> hosts, Optional<String> token, WebLimits limits) {
  /** The fewest characters of a token: 16 letters and digits are 80 bits or more. */
  public static final int LEAST_TOKEN = 16;

  /** Checks what keeps strangers out. */
  public WebConfig {
    hosts = List.copyOf(hosts);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("--port must be within [0, 65535], was " + port);
    }
    if (!address.isLoopbackAddress() && token.isEmpty()) {
      throw new IllegalArgumentException(
          "an address that others can reach ("
              + address.getHostAddress()
              + ") needs a token: name one by --token, at least "
              + LEAST_TOKEN
              + " characters");
    }
    hosts.forEach(HostName::parse);
    token.ifPresent(
        secret -> {
          if (secret.length() < LEAST_TOKEN || !secret.matches("[A-Za-z0-9_.~-]+")) {
            throw new IllegalArgumentException(
                "a token must have at least "
                    + LEAST_TOKEN
                    + " characters, all of them letters, digits, '_', '.', '~' or '-'");
          }
        });
    if (address.isAnyLocalAddress() && hosts.isEmpty()) {
      throw new IllegalArgumentException(
          "an address that stands for all of this machine's ("
              + address.getHostAddress()
              + ") needs the name by which browsers call it: name it by --host, for example"
              + " --host box.local");
    }
  }

  /** This machine only, no token. */
  public static WebConfig local(int port) {
    return new WebConfig(
        InetAddress.getLoopbackAddress(), port, List.of(), Optional.empty(), WebLimits.DEFAULT);
  }
}
