package io.muzero.rayhome;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Where a Ray cluster's head listens.
 *
 * @param host name or IP address
 * @param port within 1 to 65535
 */
public record RayAddress(String host, int port) {
  private static final int PATIENCE_MILLIS = 3000;

  /**
   * Reads HOST:PORT.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static RayAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (colon > 0 && port >= 1 && port <= 65535) {
        return new RayAddress(text.substring(0, colon), port);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(rule(text), e);
    }
    throw new IllegalArgumentException(rule(text));
  }

  private static String rule(String text) {
    return "must be HOST:PORT, for example 127.0.0.1:6379, was '" + text + "'";
  }

  /**
   * Makes sure that something listens there: asking Ray instead would end the JVM from native code
   * after a minute.
   *
   * @param otherwise what else the user can do, for the message
   * @throws ChildException if nothing does
   */
  public void probe(String otherwise) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new ChildException(
          "no Ray cluster answers at "
              + this
              + " ("
              + e.getMessage()
              + "): start one with ray start --head --port="
              + port
              + (otherwise.isEmpty() ? "" : ", or " + otherwise),
          e);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
