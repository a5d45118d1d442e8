package io.muzero.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the server bears, and what it asks for. */
class WebServerTest {
  private static final String TOKEN = "a-token-of-enough-letters";
  private static final String HTML = "Accept: text/html,application/xhtml+xml";

  private final List<Socket> open = new ArrayList<>();
  private final Set<String> threads = ConcurrentHashMap.newKeySet();

  @AfterEach
  void closeConnections() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }

  private WebServer start(int streams, Optional<String> token) throws IOException {
    Routes routes = new Routes();
    routes.add(
        "GET",
        "api/hello",
        (request, parts) -> {
          threads.add(Thread.currentThread().getName());
          return Answer.of(JsonNodeFactory.instance.objectNode());
        });
    routes.add(
        "GET",
        "api/stream",
        (request, parts) ->
            new Answer.Events(
                stream -> {
                  threads.add(Thread.currentThread().getName());
                  stream.send("hello", JsonNodeFactory.instance.objectNode());
                  return () -> {};
                }));
    routes.add(
        "POST", "api/hello", (request, parts) -> Answer.of(JsonNodeFactory.instance.objectNode()));
    routes.add(
        "GET",
        "api/large",
        (request, parts) -> {
          throw new OutOfMemoryError("for a test");
        });
    WebLimits limits = new WebLimits(64 << 10, 10, 60, 1000, 10, 10, streams, 100);
    return WebServer.start(
        new WebConfig(InetAddress.getLoopbackAddress(), 0, List.of(), token, limits), routes);
  }

  /** A connection on which so much was sent. */
  private Socket send(WebServer server, String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
    open.add(socket);
    socket.setSoTimeout(60_000);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  private static String head(WebServer server, String method, String path) {
    return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.address().getPort();
  }

  private static String read(Socket socket, int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
  }

  /**
   * More slow senders than threads: the others wait until these are dropped, and no longer. One
   * that came within the same second is dropped with them, as its own time is over too.
   */
  @Test
  void slowSenders_haveNoThreadThatTakesConnections() throws Exception {
    try (WebServer server = start(5, Optional.empty())) {
      Socket stream = send(server, head(server, "GET", "/api/stream") + "\r\n\r\n");
      assertThat(read(stream, 12)).isEqualTo("HTTP/1.1 200");
      for (int i = 0; i < 300; i++) {
        send(server, head(server, "GET", "/api/hello"));
      }
      assertThat(RawHttp.get(server.address(), "/api/hello").status()).isIn(200, 0);
      assertThat(RawHttp.get(server.address(), "/api/hello").status()).isEqualTo(200);
      Socket second = send(server, head(server, "GET", "/api/stream") + "\r\n\r\n");
      assertThat(read(second, 12)).isEqualTo("HTTP/1.1 200");
      assertThat(threads).containsExactlyInAnyOrder("page", "page stream");
    }
  }

  @Test
  void streams_beyondTheirNumber_areRefused_andHoldUpNothingElse() throws Exception {
    try (WebServer server = start(2, Optional.empty())) {
      List<Socket> streams = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        streams.add(send(server, head(server, "GET", "/api/stream") + "\r\n\r\n"));
        assertThat(read(streams.get(i), 12)).isEqualTo("HTTP/1.1 200");
      }
      RawHttp.Reply refused = RawHttp.get(server.address(), "/api/stream");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).contains("2 streams open");
      assertThat(RawHttp.get(server.address(), "/api/hello").status()).isEqualTo(200);
    }
  }

  @Test
  void tooLittleMemory_isSaid() throws Exception {
    try (WebServer server = start(2, Optional.empty())) {
      RawHttp.Reply reply = RawHttp.get(server.address(), "/api/large");
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.body()).startsWith("{\"error\":").contains("too little memory");
      assertThat(RawHttp.get(server.address(), "/api/hello").status()).isEqualTo(200);
    }
  }

  @Test
  void strangersBody_isNotWaitedFor() throws Exception {
    try (WebServer server = start(2, Optional.of(TOKEN))) {
      String request =
          head(server, "POST", "/api/hello")
              + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
      assertThat(read(send(server, request), 12)).isEqualTo("HTTP/1.1 401");
      // One that knows the token is waited for, and dropped.
      String known = request.replace("\r\n\r\n", "\r\nCookie: muzero-token=" + TOKEN + "\r\n\r\n");
      try {
        assertThat(read(send(server, known), 12)).isEmpty();
      } catch (SocketException e) {
        assertThat(e).hasMessageContaining("reset");
      }
    }
  }

  @Test
  void person_isAskedForTheToken_byAForm() throws Exception {
    try (WebServer server = start(2, Optional.of(TOKEN))) {
      RawHttp.Reply form = RawHttp.get(server.address(), "/", HTML);
      assertThat(form.status()).isEqualTo(401);
      assertThat(form.header("Content-Type")).startsWith("text/html");
      assertThat(form.header("Content-Security-Policy"))
          .contains("default-src 'none'", "form-action 'self'");
      assertThat(form.body())
          .contains("<form method=\"post\" action=\"/token\">", "name=\"token\"");
      assertThat(form.body()).doesNotContain("<script", "style=", TOKEN);
      // Only in place of the page itself.
      for (String path : List.of("/api/hello", "/app.mjs")) {
        RawHttp.Reply reply = RawHttp.get(server.address(), path, HTML);
        assertThat(reply.status()).as(path).isEqualTo(401);
        assertThat(reply.body()).as(path).startsWith("{\"error\":");
      }
      RawHttp.Reply wrong = typed(server, "token=wrong");
      assertThat(wrong.status()).isEqualTo(401);
      assertThat(wrong.body()).contains("That is not the token", "<form");
      assertThat(wrong.header("Set-Cookie")).isEmpty();
      assertThat(RawHttp.get(server.address(), "/?token=wrong", HTML).body())
          .contains("That is not the token", "<form");
      RawHttp.Reply right = typed(server, "token=" + TOKEN);
      assertThat(right.status()).isEqualTo(303);
      assertThat(right.header("Location")).isEqualTo("/");
      assertThat(right.header("Set-Cookie"))
          .startsWith("muzero-token=" + TOKEN)
          .contains("HttpOnly", "SameSite=Strict");
      String cookie = "Cookie: muzero-token=" + TOKEN;
      assertThat(RawHttp.get(server.address(), "/", HTML, cookie).status()).isEqualTo(200);
    }
  }

  private static RawHttp.Reply typed(WebServer server, String form) throws IOException {
    return RawHttp.post(
        server.address(),
        "/token",
        form,
        "Content-Type: application/x-www-form-urlencoded",
        "Origin: http://127.0.0.1:" + server.address().getPort(),
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Mode: navigate");
  }

  @Test
  void form_ofAnotherPage_isRefused() throws Exception {
    try (WebServer server = start(2, Optional.of(TOKEN))) {
      RawHttp.Reply reply =
          RawHttp.post(
              server.address(),
              "/token",
              "token=" + TOKEN,
              "Content-Type: application/x-www-form-urlencoded",
              "Origin: http://evil.example");
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.header("Set-Cookie")).isEmpty();
    }
  }
}
