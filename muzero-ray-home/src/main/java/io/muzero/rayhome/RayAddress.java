package io.muzero.rayhome;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * Where a Ray cluster's head listens.
 *
 * @param host name or IP address
 * @param port within 1 to 65535
 */
public record RayAddress(String host, int port) {
  private static final int PATIENCE_MILLIS = 3000;
  private static final int ANSWER_MILLIS = 5000;
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int FRAME_HEADER = 9;
  private static final byte SETTINGS = 4;

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
   * Makes sure that a cluster listens there: asking Ray instead would end the JVM from native code
   * after a minute. Ray speaks HTTP/2 there, whose servers say so first (RFC 9113, section 3.4);
   * with TLS ({@code RAY_USE_TLS}) it is enough that somebody listens.
   *
   * @param otherwise what else the user can do, for the message
   * @throws ChildException if nobody does, or something else than Ray
   */
  public void probe(String otherwise) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
      if ("1".equals(System.getenv("RAY_USE_TLS")) || greets(socket)) {
        return;
      }
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
    throw new ChildException(
        "what answers at " + this + " is no Ray cluster: name the address that ray start printed");
  }

  private static boolean greets(Socket socket) throws IOException {
    socket.setSoTimeout(ANSWER_MILLIS);
    socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(new byte[] {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0});
    socket.getOutputStream().flush();
    try {
      byte[] frame = socket.getInputStream().readNBytes(FRAME_HEADER);
      return frame.length == FRAME_HEADER && frame[3] == SETTINGS;
    } catch (SocketException | SocketTimeoutException e) {
      return false; // closed on us, or silent
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
