package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/** The page of the packed jar, served to tests beside small agents of its own. */
final class ServedPage implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("the page is at (http://\\S+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Jar.Running process;
  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  private ServedPage(Jar.Running process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Trains small agents in a folder. */
  static void train(Path folder, String... games) throws Exception {
    Files.writeString(folder.resolve("small.yaml"), RunOnDisk.SMALL);
    for (String game : games) {
      train(folder, List.of("--game", game));
    }
  }

  /** Trains a small agent with other settings, as {@code environment.size=5}. */
  static void trainWith(Path folder, String game, String... settings) throws Exception {
    Files.writeString(folder.resolve("small.yaml"), RunOnDisk.SMALL);
    List<String> arguments = new ArrayList<>(List.of("--game", game));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    train(folder, arguments);
  }

  private static void train(Path folder, List<String> options) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--config", "small.yaml", "--steps", "20"));
    arguments.addAll(options);
    Jar.Ended ended = new Jar(folder).run(arguments.toArray(String[]::new));
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
  }

  /** Serves a folder's runs on a free port. */
  static ServedPage start(Path folder, String... options) throws Exception {
    return startAt(folder, 0, options);
  }

  /** Serves a folder's runs on a port. */
  static ServedPage startAt(Path folder, int port, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("serve", "--port", Integer.toString(port)));
    arguments.addAll(Arrays.asList(options));
    Jar.Running process = new Jar(folder).start(arguments.toArray(String[]::new));
    process.awaitText("Ctrl-C ends it");
    Matcher matcher = ADDRESS.matcher(process.printed());
    assertThat(matcher.find()).as(process.printed()).isTrue();
    return new ServedPage(process, URI.create(matcher.group(1)));
  }

  /** The names of the page's own files, as they lie in the jar. */
  static List<String> files() throws Exception {
    List<String> names = new ArrayList<>();
    String folder = "io/muzero/web/page/";
    try (JarFile jar = new JarFile(Jar.path().toFile())) {
      jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith(folder) && name.matches(".*\\.(mjs|js|css|html|svg)"))
          .forEach(name -> names.add(name.substring(folder.length())));
    }
    return names;
  }

  URI address() {
    return address;
  }

  Jar.Running process() {
    return process;
  }

  /** An answer: its status and its JSON. */
  record Reply(int status, JsonNode json) {}

  Reply get(String path) throws Exception {
    return send(HttpRequest.newBuilder(address.resolve(path)).GET());
  }

  Reply post(String path, String json) throws Exception {
    return send(
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private Reply send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        client.send(
            request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), JSON.readTree(response.body()));
  }

  /** Begins a game and gives its name. */
  String begin(String game) throws Exception {
    Reply reply = post("api/sessions", "{\"game\": \"" + game + "\"}");
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(201);
    return reply.json().get("session").asText();
  }

  /** The first agent of a game. */
  String agent(String game) throws Exception {
    return get("api/agents?game=" + game).json().at("/agents/0/id").asText();
  }

  /** Lets an agent move and waits until the game is so long. */
  JsonNode letMove(String session, String agent, int simulations, int moves) throws Exception {
    Reply reply =
        post(
            "api/sessions/" + session + "/search",
            JSON.createObjectNode()
                .put("agent", agent)
                .put("simulations", simulations)
                .put("play", true)
                .toString());
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(202);
    return awaitMoves(session, moves);
  }

  /** Waits until a game has so many moves. */
  JsonNode awaitMoves(String session, int moves) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    for (; ; ) {
      JsonNode whole = get("api/sessions/" + session).json();
      if (whole.at("/state/ply").asInt() >= moves) {
        return whole;
      }
      assertThat(System.nanoTime()).as("no move within a minute: " + whole).isLessThan(end);
      Thread.sleep(10);
    }
  }

  @Override
  public void close() throws Exception {
    process.kill();
  }
}
