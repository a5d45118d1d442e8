package io.muzero.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.InetAddress;
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
