package io.muzero.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is let in. */
class AccessTest {
  private static final String TOKEN = "a-token-of-enough-letters";

  private static WebServer start(WebConfig config) throws IOException {
    Routes routes = new Routes();
    routes.add(
        "GET", "api/hello", (request, parts) -> Answer.of(JsonNodeFactory.instance.objectNode()));
    routes.add(
        "POST", "api/hello", (request, parts) -> Answer.of(JsonNodeFactory.instance.objectNode()));
    return WebServer.start(config, routes);
  }

  @Test
  void local_ownNames_areLetIn() throws IOException {
    try (WebServer server = start(WebConfig.local(0))) {
      int port = server.address().getPort();
      for (String host : List.of("127.0.0.1", "localhost", "LOCALHOST", "[::1]")) {
        assertThat(
                RawHttp.get(server.address(), "/api/hello", "Host: " + host + ":" + port).status())
            .as(host)
            .isEqualTo(200);
      }
    }
  }

  @Test
  void otherHost_isRefused_asDnsRebindingNeeds() throws IOException {
    try (WebServer server = start(WebConfig.local(0))) {
      int port = server.address().getPort();
      for (String host :
          List.of("evil.example:" + port, "127.0.0.1", "localhost:1", "127.0.0.1.evil:" + port)) {
        assertThat(RawHttp.get(server.address(), "/api/hello", "Host: " + host).status())
            .as(host)
            .isEqualTo(421);
        assertThat(RawHttp.get(server.address(), "/", "Host: " + host).status()).isEqualTo(421);
      }
      String two = "Host: localhost:" + port + "\r\nHost: evil.example";
      assertThat(RawHttp.get(server.address(), "/api/hello", two).status()).isNotEqualTo(200);
    }
  }

  @Test
  void pagesOfOthers_areRefused() throws IOException {
    try (WebServer server = start(WebConfig.local(0))) {
      int port = server.address().getPort();
      assertThat(
              RawHttp.post(server.address(), "/api/hello", "{}", "Origin: http://evil.example")
                  .status())
          .isEqualTo(403);
      assertThat(RawHttp.post(server.address(), "/api/hello", "{}", "Origin: null").status())
          .isEqualTo(403);
      assertThat(RawHttp.get(server.address(), "/api/hello", "Sec-Fetch-Site: cross-site").status())
          .isEqualTo(403);
      assertThat(
              RawHttp.post(server.address(), "/api/hello", "{}", "Origin: http://localhost:" + port)
                  .status())
          .isEqualTo(200);
      // a link to the page from elsewhere
      assertThat(
              RawHttp.get(
                      server.address(),
                      "/",
                      "Sec-Fetch-Site: cross-site",
                      "Sec-Fetch-Mode: navigate")
                  .status())
          .isEqualTo(200);
    }
  }

  @Test
  void formOfAnotherPage_hasNoJson_andIsRefused() throws IOException {
    try (WebServer server = start(WebConfig.local(0))) {
      assertThat(
              RawHttp.post(server.address(), "/api/hello", "{}", "Content-Type: text/plain")
                  .status())
          .isEqualTo(415);
    }
  }

  @Test
  void token_isAskedFor_andKeptInACookie() throws IOException {
    WebConfig config =
        new WebConfig(
            InetAddress.getLoopbackAddress(), 0, List.of(), Optional.of(TOKEN), WebLimits.DEFAULT);
    try (WebServer server = start(config)) {
      assertThat(RawHttp.get(server.address(), "/").status()).isEqualTo(401);
      assertThat(RawHttp.get(server.address(), "/api/hello").status()).isEqualTo(401);
      assertThat(RawHttp.get(server.address(), "/?token=wrong").status()).isEqualTo(401);
      RawHttp.Reply reply = RawHttp.get(server.address(), "/?token=" + TOKEN);
      assertThat(reply.status()).isEqualTo(303);
      assertThat(reply.header("Set-Cookie"))
          .startsWith("muzero-token=" + TOKEN)
          .contains("HttpOnly")
          .contains("SameSite=Strict");
      assertThat(
              RawHttp.get(server.address(), "/api/hello", "Cookie: muzero-token=" + TOKEN).status())
          .isEqualTo(200);
      assertThat(
              RawHttp.get(server.address(), "/api/hello", "Cookie: muzero-token=" + TOKEN + "x")
                  .status())
          .isEqualTo(401);
    }
  }

  @Test
  void openAddress_withoutToken_isRefused() throws IOException {
    InetAddress everywhere = InetAddress.getByName("0.0.0.0");
    assertThatThrownBy(
            () -> new WebConfig(everywhere, 0, List.of(), Optional.empty(), WebLimits.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--token");
    assertThatThrownBy(
            () -> new WebConfig(everywhere, 0, List.of(), Optional.of("short"), WebLimits.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16");
  }

  private static WebConfig everywhere(String... hosts) throws IOException {
    return new WebConfig(
        InetAddress.getByName("0.0.0.0"), 0, List.of(hosts), Optional.of(TOKEN), WebLimits.DEFAULT);
  }

  @Test
  void openAddress_withoutAName_isRefused() {
    assertThatThrownBy(AccessTest::everywhere)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--host box.local")
        .hasMessageNotContaining("\n");
    for (String host : List.of("", "a b", "box.local:0", "box.local:99999", "http://box", "::1")) {
      assertThatThrownBy(() -> everywhere(host))
          .as(host)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("--host must be");
    }
  }

  @Test
  void openAddress_isWhatItSays_andLetsThisMachineIn() throws IOException {
    try (WebServer server = start(everywhere("Box.local", "other"))) {
      int port = server.address().getPort();
      assertThat(server.publicAddress()).hasToString("http://box.local:" + port + "/");
      assertThat(server.address()).hasToString("http://127.0.0.1:" + port + "/");
      for (String host : List.of("127.0.0.1", "localhost", "[::1]", "box.local", "other")) {
        String named = "Host: " + host + ":" + port;
        assertThat(RawHttp.get(server.address(), "/?token=" + TOKEN, named).status())
            .as(host)
            .isEqualTo(303);
      }
      for (String host : List.of("evil.example:" + port, "evil.example", "127.0.0.1.evil")) {
        assertThat(RawHttp.get(server.address(), "/?token=" + TOKEN, "Host: " + host).status())
            .as(host)
            .isEqualTo(421);
      }
    }
  }

  private static int post(WebServer server, String host, String origin) throws IOException {
    String[] headers = {
      "Host: " + host, "Origin: " + origin, "Cookie: " + Access.COOKIE + "=" + TOKEN
    };
    return RawHttp.post(server.address(), "/api/hello", "{}", headers).status();
  }

  @Test
  void proxyWithTls_isLetIn() throws IOException {
    try (WebServer server = start(everywhere("box.local", "far.example:8443"))) {
      String own = ":" + server.address().getPort();
      // the name that the browser called, or that of the server behind the proxy
      assertThat(post(server, "box.local", "https://box.local")).isEqualTo(200);
      assertThat(post(server, "box.local:443", "https://box.local")).isEqualTo(200);
      assertThat(post(server, "127.0.0.1" + own, "https://box.local")).isEqualTo(200);
      assertThat(post(server, "box.local" + own, "http://box.local" + own)).isEqualTo(200);
      assertThat(post(server, "box.local" + own, "https://box.local" + own)).isEqualTo(200);
      assertThat(post(server, "far.example:8443", "https://far.example:8443")).isEqualTo(200);
      assertThat(post(server, "far.example", "https://far.example")).isEqualTo(200);
      for (String origin :
          List.of(
              "https://evil.example",
              "https://evil.example:443",
              "https://box.local.evil.example",
              "https://evil.example/box.local",
              "ftp://box.local",
              "https://box.local:8443",
              "null",
              "")) {
        assertThat(post(server, "box.local", origin)).as(origin).isEqualTo(403);
      }
      // another server of that machine
      assertThat(post(server, "box.local" + own, "http://box.local")).isEqualTo(403);
      assertThat(post(server, "far.example" + own, "http://far.example" + own)).isEqualTo(421);
    }
  }

  /** The module's build sets the bound to a few seconds. */
  @Test
  void bodyThatNeverComes_isDropped_andHoldsUpNobody() throws IOException {
    try (WebServer server = start(WebConfig.local(0))) {
      int port = server.address().getPort();
      List<Socket> slow = new ArrayList<>();
      try {
        for (int i = 0; i < 20; i++) {
          Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
          slow.add(socket);
          socket.setSoTimeout(60_000);
          socket
              .getOutputStream()
              .write(
                  ("POST /api/hello HTTP/1.1\r\nHost: 127.0.0.1:"
                          + port
                          + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
                      .getBytes(StandardCharsets.UTF_8));
        }
        assertThat(RawHttp.post(server.address(), "/api/hello", "{}").status()).isEqualTo(200);
        for (Socket socket : slow) {
          assertThat(isCutOff(socket)).isTrue();
        }
      } finally {
        for (Socket socket : slow) {
          socket.close();
        }
      }
      assertThat(RawHttp.post(server.address(), "/api/hello", "{}").status()).isEqualTo(200);
    }
  }

  /** Waits until the server closes a connection; an answer before that is no closing. */
  private static boolean isCutOff(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true; // reset
    }
  }

  @Test
  void everyAnswer_forbidsForeignContent() throws IOException {
    try (WebServer server = start(WebConfig.local(0))) {
      for (String path : List.of("/", "/api/hello", "/nothing")) {
        RawHttp.Reply reply = RawHttp.get(server.address(), path);
        assertThat(reply.header("Content-Security-Policy")).startsWith("default-src 'self'");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
      }
    }
  }

  @Test
  void pathsOutOfThePage_findNothing() throws IOException {
    try (WebServer server = start(WebConfig.local(0))) {
      for (String path :
          List.of(
              "/../../etc/passwd",
              "/..%2f..%2fetc/passwd",
              "/%2e%2e/%2e%2e/etc/passwd",
              "//etc/passwd",
              "/vendor/../../WebServer.class",
              "/..\\..\\windows",
              "/%5c..%5c",
              "/index.html%00",
              "/etc/passwd",
              "/vendor/",
              "/api/hello/..%2f..")) {
        RawHttp.Reply reply = RawHttp.get(server.address(), path);
        assertThat(reply.status()).as(path).isBetween(400, 404);
        assertThat(reply.body()).as(path).doesNotContain("root:");
      }
    }
  }

  @Test
  void page_isSmall() {
    assertThat(new StaticFiles().packedBytes()).isLessThan(200_000);
  }
}
