package io.muzero.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Requests byte for byte, as no well-meaning client sends them. */
final class RawHttp {
  private RawHttp() {}

  /** What came back: the whole text, status 0 when the connection was closed without an answer. */
  record Reply(int status, String text) {
    String header(String name) {
      for (String line : text.split("\r\n")) {
        if (line.isEmpty()) {
          break;
        }
        if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
          return line.substring(name.length() + 1).strip();
        }
      }
      return "";
    }

    String body() {
      int at = text.indexOf("\r\n\r\n");
      return at < 0 ? "" : text.substring(at + 4);
    }
  }

  /** Sends bytes and reads until the server closes or is silent. */
  static Reply send(int port, byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      InputStream in = socket.getInputStream();
      byte[] bytes = new byte[8192];
      try {
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
          all.write(bytes, 0, n);
        }
      } catch (java.net.SocketException e) {
        // cut off, which is an answer too
      }
      String text = all.toString(StandardCharsets.ISO_8859_1);
      return new Reply(
          text.startsWith("HTTP/1.1 ") && text.length() >= 12
              ? Integer.parseInt(text.substring(9, 12))
              : 0,
          text);
    }
  }

  /** A GET with headers, the connection closed after it. */
  static Reply get(URI server, String path, String... headers) throws IOException {
    return request(server, "GET", path, "", headers);
  }

  /** A POST of JSON. */
  static Reply post(URI server, String path, String json, String... headers) throws IOException {
    return request(server, "POST", path, json, headers);
  }

  private static Reply request(
      URI server, String method, String path, String body, String... headers) throws IOException {
    StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    List<String> given = List.of(headers);
    if (given.stream().noneMatch(header -> header.startsWith("Host:"))) {
      text.append("Host: 127.0.0.1:").append(server.getPort()).append("\r\n");
    }
    given.forEach(header -> text.append(header).append("\r\n"));
    if (method.equals("POST")) {
      if (given.stream().noneMatch(header -> header.startsWith("Content-Type:"))) {
        text.append("Content-Type: application/json\r\n");
      }
      text.append("Content-Length: ")
          .append(body.getBytes(StandardCharsets.UTF_8).length)
          .append("\r\n");
    }
    text.append("Connection: close\r\n\r\n").append(body);
    return send(server.getPort(), text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
