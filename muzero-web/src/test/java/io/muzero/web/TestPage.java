package io.muzero.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.agent.LoadOptions;
import io.muzero.environment.GameProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The page in this process, asked as a browser asks. */
final class TestPage implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Page page;

  private TestPage(Page page) {
    this.page = page;
  }

  static TestPage serve(Path runs, WebLimits limits, WebGame... games) throws IOException {
    List<GameProvider> providers = List.of(games).stream().map(WebGame::provider).toList();
    WebConfig config =
        new WebConfig(InetAddress.getLoopbackAddress(), 0, List.of(), Optional.empty(), limits);
    return new TestPage(
        Page.serve(
            config,
            new Page.Content(
                List.of(games),
                runs,
                LoadOptions.defaults().withGames(providers).withThreads(1),
                List.of(),
                LiveRun.NONE,
                "test")));
  }

  /** An answer: its status and its JSON. */
  record Reply(int status, JsonNode json) {
    String error() {
      return json.path("error").asText();
    }
  }

  Page page() {
    return page;
  }

  Reply get(String path) throws IOException {
    return reply(RawHttp.get(page.address(), "/" + path));
  }

  Reply post(String path, String json) throws IOException {
    return reply(RawHttp.post(page.address(), "/" + path, json.replace('\'', '"')));
  }

  private static Reply reply(RawHttp.Reply raw) throws IOException {
    // The answers of this server are in UTF-8; the raw text has a character a byte.
    byte[] bytes = raw.body().getBytes(StandardCharsets.ISO_8859_1);
    return new Reply(raw.status(), JSON.readTree(bytes));
  }

  /** Begins a game; {@code more} is further JSON of the request, or empty. */
  String begin(String game, String more) throws IOException {
    Reply reply =
        post("api/sessions", "{'game':'" + game + "'" + (more.isEmpty() ? "" : "," + more) + "}");
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(201);
    return "api/sessions/" + reply.json().get("session").asText();
  }

  /** Asks until an answer is as wanted. */
  JsonNode await(String path, Predicate<JsonNode> wanted) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    for (; ; ) {
      JsonNode json = get(path).json();
      if (wanted.test(json)) {
        return json;
      }
      assertThat(System.nanoTime()).as(path + ": " + json).isLessThan(end);
      Thread.sleep(20);
    }
  }

  JsonNode awaitPly(String session, int ply) throws Exception {
    return await(session, whole -> whole.at("/state/ply").asInt() >= ply);
  }

  /** An open stream of a session's events. */
  final class Events implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    private Events(String session) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), page.address().getPort());
      socket.setSoTimeout(60_000);
      String host = "127.0.0.1:" + page.address().getPort();
      socket
          .getOutputStream()
          .write(
              // By the older protocol, so that long events do not come in chunks.
              ("GET /" + session + "/events HTTP/1.0\r\nHost: " + host + "\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The data of the next event of a name; others are passed over. */
    JsonNode await(String name) throws IOException {
      String event = "";
      for (; ; ) {
        String line = in.readLine();
        assertThat(line).as("the stream ended before " + name).isNotNull();
        if (line.startsWith("event: ")) {
          event = line.substring("event: ".length());
        } else if (line.startsWith("data: ") && event.equals(name)) {
          return JSON.readTree(line.substring("data: ".length()));
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  Events listen(String session) throws IOException {
    return new Events(session);
  }

  @Override
  public void close() {
    page.close();
  }
}
