package io.muzero.rayhome;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Where a Ray cluster's head listens.
 *
 * @param host name or IP address
 * @param port within 1 to 65535
 */
public record RayAddress(String host, int port) {
  // Together, with what else is done before, below the three seconds that users are promised.
  private static final int CONNECT_MILLIS = 1500;
  private static final int ANSWER_MILLIS = 1000;
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
   * Makes sure, within three seconds, that a cluster listens there: asking Ray instead would end
   * the JVM from native code after a minute. Ray speaks HTTP/2 there, whose servers say so first
   * (RFC 9113, section 3.4); with TLS ({@code RAY_USE_TLS}) it is enough that somebody listens.
   *
   * @param otherwise what else the user can do, for the message
   * @throws ChildException if nobody does, or something else than Ray
   */
  public void probe(String otherwise) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
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
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS);
    socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(new byte[] {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0});
    socket.getOutputStream().flush();
    byte[] frame = new byte[FRAME_HEADER];
    int length = 0;
    try {
      while (length < FRAME_HEADER) {
        // The time for all of it: who sends a byte now and then would be waited for otherwise.
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        socket.setSoTimeout((int) left);
        int read = socket.getInputStream().read(frame, length, FRAME_HEADER - length);
        if (read < 0) {
          return false;
        }
        length += read;
      }
    } catch (SocketException | SocketTimeoutException e) {
      return false; // closed on us, or silent
    }
    return frame[3] == SETTINGS;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
