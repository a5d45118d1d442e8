package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.srctest.ServedPage.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code serve} answers: games, searches, runs, and whatever is thrown at it. {@code
 * -Dmuzero.fuzz=all} throws 10,000 requests and lets fifty games go on for ten minutes.
 */
class ServeIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final boolean ALL = "all".equals(System.getProperty("muzero.fuzz"));

  @TempDir private static Path place;
  private static ServedPage page;

  @BeforeAll
  static void serve() throws Exception {
    ServedPage.train(place, "tictactoe", "cartpole");
    page = ServedPage.start(place);
  }

  @AfterAll
  static void stop() throws Exception {
    if (page != null) {
      page.close();
    }
  }

  @Test
  void game_isPlayedToItsEnd_againstAnAgent() throws Exception {
    String agent = page.agent("tictactoe");
    String session = page.begin("tictactoe");
    JsonNode whole = page.get("api/sessions/" + session).json();
    while (!whole.at("/state/over").asBoolean()) {
      int ply = whole.at("/state/ply").asInt();
      if (ply % 2 == 0) {
        int action = whole.at("/state/legal/0").asInt();
        assertThat(
                page.post("api/sessions/" + session + "/move", "{\"action\": " + action + "}")
                    .status())
            .isEqualTo(200);
        whole = page.awaitMoves(session, ply + 1);
      } else {
        whole = page.letMove(session, agent, 8, ply + 1);
      }
    }
    assertThat(whole.at("/state/outcome").asText()).containsPattern("wins|draw");
    assertThat(whole.get("history")).hasSize(whole.at("/state/ply").asInt());
    // each of the agent's moves has what it thought
    assertThat(whole.at("/history/1/value").isNumber()).isTrue();
  }

  @Test
  void search_canBeLookedInto() throws Exception {
    String agent = page.agent("tictactoe");
    String session = page.begin("tictactoe");
    String base = "api/sessions/" + session;
    assertThat(
            page.post(
                    base + "/search",
                    JSON.createObjectNode().put("agent", agent).put("simulations", 50).toString())
                .status())
        .isEqualTo(202);
    JsonNode snapshots = awaitSimulations(base, 50);
    int before = -1;
    for (JsonNode snapshot : snapshots) {
      int simulations = snapshot.get("simulations").asInt();
      assertThat(simulations).isGreaterThan(before);
      int visits = 0;
      for (JsonNode move : snapshot.get("moves")) {
        visits += move.get("visits").asInt();
      }
      assertThat(visits % Math.max(1, simulations)).isZero(); // of all symmetric images
      before = simulations;
    }
    JsonNode children = page.get(base + "/tree?path=").json().get("children");
    assertThat(children).isNotEmpty();
    int action = children.get(0).get("action").asInt();
    int below = 0;
    for (JsonNode child : page.get(base + "/tree?path=" + action).json().get("children")) {
      below += child.get("visits").asInt();
    }
    assertThat(below).isLessThan(children.get(0).get("visits").asInt());
    assertThat(page.get(base + "/tree?path=99").status()).isEqualTo(404);
    assertThat(
            page.post(
                    base + "/search",
                    JSON.createObjectNode()
                        .put("agent", agent)
                        .put("simulations", 30)
                        .put("more", true)
                        .toString())
                .status())
        .isEqualTo(202);
    awaitSimulations(base, 80);
  }

  private static JsonNode awaitSimulations(String base, int simulations) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    for (; ; ) {
      JsonNode snapshots = page.get(base + "/snapshots").json().path("snapshots");
      if (snapshots.size() > 0
          && snapshots.get(snapshots.size() - 1).get("simulations").asInt() == simulations) {
        return snapshots;
      }
      assertThat(System.nanoTime()).as(snapshots.toString()).isLessThan(end);
      Thread.sleep(20);
    }
  }

  @Test
  void imaginedLine_hasWhatTheRulesGive() throws Exception {
    String session = page.begin("tictactoe");
    Reply reply =
        page.post(
            "api/sessions/" + session + "/imagine",
            JSON.createObjectNode()
                .put("agent", page.agent("tictactoe"))
                .<com.fasterxml.jackson.databind.node.ObjectNode>set(
                    "actions", JSON.valueToTree(List.of(0, 3, 1, 4, 2, 5)))
                .toString());
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
    JsonNode steps = reply.json().get("steps");
    assertThat(steps).hasSize(6);
    assertThat(steps.get(4).get("realReward").asDouble()).isEqualTo(1);
    assertThat(steps.get(4).get("over").asBoolean()).isTrue();
    assertThat(steps.get(5).has("realReward")).isFalse();
    assertThat(steps.get(5).get("reward").isNumber()).isTrue();
  }

  @Test
  void position_isSetUpByMoves_andTakenBack() throws Exception {
    String session = page.begin("tictactoe");
    String base = "api/sessions/" + session;
    assertThat(page.post(base + "/restart", "{\"moves\": [\"b2\", \"a1\"]}").status())
        .isEqualTo(200);
    assertThat(page.get(base).json().at("/state/ply").asInt()).isEqualTo(2);
    Reply wrong = page.post(base + "/restart", "{\"moves\": [\"b2\", \"b2\"]}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.json().get("error").asText()).contains("move 2", "b2", "not legal");
    assertThat(page.get(base).json().at("/state/ply").asInt()).isEqualTo(2);
    page.post(base + "/undo", "{\"plies\": 1}");
    assertThat(page.get(base).json().at("/state/ply").asInt()).isEqualTo(1);
  }

  @Test
  void solver_findsTheMoveThatGaveTheGameAway() throws Exception {
    String session = page.begin("tictactoe");
    String base = "api/sessions/" + session;
    // X takes a corner, O an edge: that loses; X the middle, O not the corner that X threatens.
    page.post(base + "/restart", "{\"moves\": [\"a1\", \"a2\", \"b2\", \"b1\"]}");
    List<String> events = new ArrayList<>();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.address().getPort())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              ("GET /"
                      + base
                      + "/events HTTP/1.1\r\nHost: 127.0.0.1:"
                      + page.address().getPort()
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      StringBuilder text = new StringBuilder();
      readUntil(in, text, "event: game");
      page.post(base + "/judge", "{}");
      readUntil(in, text, "\"ply\":3,\"best\"");
      readUntil(in, text, "}\n\n");
      text.toString()
          .lines()
          .filter(line -> line.startsWith("data: {\"ply\""))
          .forEach(events::add);
    }
    assertThat(events).hasSize(4);
    assertThat(events.get(0)).contains("\"lost\":false");
    assertThat(events.get(1)).contains("\"lost\":true");
    assertThat(events.get(3)).contains("\"played\":-1");
  }

  private static void readUntil(InputStream in, StringBuilder text, String wanted)
      throws IOException {
    int from = text.length();
    while (text.indexOf(wanted, Math.max(0, from - wanted.length())) < 0) {
      int read = in.read();
      assertThat(read).as("the stream ended: " + text).isNotNegative();
      text.append((char) read);
    }
  }

  @Test
  void runs_areListed_withSettingsAndCheckpoints() throws Exception {
    JsonNode runs = page.get("api/runs").json().get("runs");
    assertThat(runs).hasSize(2);
    String id = runs.get(0).get("id").asText();
    JsonNode run = page.get("api/runs/" + id).json();
    assertThat(run.get("checkpoints")).isNotEmpty();
    assertThat(run.get("settings").get("learner.batchSize").asText()).isNotEmpty();
    assertThat(run.get("changed").toString()).contains("run.steps");
    assertThat(page.get("api/runs/../../etc").status()).isEqualTo(404);
    assertThat(page.get("api/runs/tictactoe/none").status()).isEqualTo(404);
  }

  @Test
  void wrongRequests_getOneLine() throws Exception {
    String session = page.begin("tictactoe");
    String base = "api/sessions/" + session;
    record Wrong(String path, String json, int status, String says) {}
    for (Wrong wrong :
        List.of(
            new Wrong("api/sessions", "{\"game\": \"chess\"}", 404, "there is no game"),
            new Wrong("api/sessions", "{}", 400, "game must be"),
            new Wrong("api/sessions", "[", 400, "not JSON"),
            new Wrong("api/sessions/abc/move", "{\"action\": 1}", 404, "gone"),
            new Wrong(base + "/move", "{\"action\": 77}", 400, "not legal"),
            new Wrong(base + "/move", "{\"action\": 1.5}", 400, "whole number"),
            new Wrong(base + "/undo", "{\"plies\": 0}", 400, "within [1"),
            new Wrong(
                base + "/search", "{\"agent\": \"nobody\", \"simulations\": 5}", 404, "agent"),
            new Wrong(
                base + "/search",
                "{\"agent\": \"run:tictactoe/x/../y\", \"simulations\": 5}",
                404,
                "agent"),
            new Wrong(
                base + "/search",
                "{\"agent\": \"player:perfect\", \"simulations\": 1000000000}",
                202,
                ""),
            new Wrong(
                base + "/search",
                "{\"agent\": \"" + page.agent("tictactoe") + "\", \"simulations\": 1000000000}",
                400,
                "within [1, 20000]"),
            new Wrong(base + "/imagine", "{\"agent\": \"x\", \"actions\": 3}", 400, "a list"))) {
      Reply reply = page.post(wrong.path(), wrong.json());
      assertThat(reply.status()).as(wrong.toString()).isEqualTo(wrong.status());
      assertThat(reply.json().path("error").asText()).as(wrong.path()).contains(wrong.says());
    }
    assertThat(page.process().printed()).doesNotContain("Exception", "\tat ");
  }

  @Test
  void search_ofAPositionThatIsNoLongerThere_isNotBegun() throws Exception {
    String agent = page.agent("tictactoe");
    String session = page.begin("tictactoe");
    Reply late =
        page.post(
            "api/sessions/" + session + "/search",
            JSON.createObjectNode()
                .put("agent", agent)
                .put("simulations", 5)
                .put("play", true)
                .put("ply", 1)
                .toString());
    assertThat(late.status()).isEqualTo(202);
    assertThat(late.json().path("stale").asBoolean()).isTrue();
    assertThat(page.get("api/sessions/" + session).json().at("/state/ply").asInt()).isZero();
  }

  @Test
  void page_withoutARun_playsTheReadyAgents() throws Exception {
    Path empty = Files.createDirectories(place.resolve("empty"));
    try (ServedPage alone = ServedPage.start(empty)) {
      JsonNode games = alone.get("api/info").json().get("games");
      for (JsonNode game : games) {
        if (game.path("name").asText().equals("tictactoe")) {
          assertThat(game.path("hasAgents").asBoolean()).isTrue();
        }
      }
      String agent = alone.agent("tictactoe");
      assertThat(agent).isEqualTo("ready:tictactoe");
      String session = alone.begin("tictactoe");
      assertThat(alone.letMove(session, agent, 20, 1).at("/state/ply").asInt()).isEqualTo(1);
    }
  }

  /** Needs a python3 on the search path that has Gymnasium; skipped where there is none. */
  @Test
  void gameOfPython_isPlayedByItsActions() throws Exception {
    Process python =
        new ProcessBuilder("python3", "-c", "import gymnasium, numpy, pygame")
            .redirectErrorStream(true)
            .start();
    Assumptions.assumeTrue(
        python.waitFor() == 0, "skipped: python3 of the search path has no gymnasium with pygame");
    Path empty = Files.createDirectories(place.resolve("python"));
    try (ServedPage alone = ServedPage.start(empty, "--game", "gym:CartPole-v1")) {
      String session = alone.begin("gym:CartPole-v1");
      for (int i = 0; i < 3; i++) {
        assertThat(
                alone
                    .post("api/sessions/" + session + "/move", "{\"action\": " + i % 2 + "}")
                    .status())
            .isEqualTo(200);
      }
      JsonNode state = alone.awaitMoves(session, 3).get("state");
      assertThat(state.at("/picture/kind").asText()).isEqualTo("image");
      assertThat(state.get("legal")).hasSize(2);
      assertThat(state.at("/scores/0").asDouble()).isEqualTo(3);
    }
  }

  @Test
  void fuzzedRequests_leaveNoTrace() throws Exception {
    int requests = ALL ? 10_000 : 600;
    Random random = new Random(5);
    String session = page.begin("tictactoe");
    List<String> paths =
        List.of(
            "/api/sessions/" + session + "/move",
            "/api/sessions/" + session + "/search",
            "/api/sessions/" + session + "/undo",
            "/api/sessions/" + session + "/imagine",
            "/api/sessions/" + session + "/restart",
            "/api/sessions/" + session + "/tree?path=",
            "/api/sessions/" + session + "/states/",
            "/api/runs/",
            "/api/agents?game=",
            "/api/ready?agent=",
            "/vendor/",
            "/");
    List<Socket> slow = slowBodies(20);
    for (int i = 0; i < requests; i++) {
      byte[] request = fuzzed(random, paths);
      int status = status(page.address(), request);
      assertThat(status)
          .as(i + ": " + new String(request, StandardCharsets.ISO_8859_1))
          .isLessThan(500);
    }
    for (Socket socket : slow) {
      socket.close();
    }
    assertThat(page.get("api/info").status()).isEqualTo(200);
    assertThat(page.process().printed()).doesNotContain("Exception", "\tat ");
  }

  /** Requests whose bodies never come. */
  private static List<Socket> slowBodies(int count) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int port = page.address().getPort();
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      String head = "POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1:" + port;
      String rest = "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
      socket.getOutputStream().write((head + rest).getBytes(StandardCharsets.ISO_8859_1));
      sockets.add(socket);
    }
    return sockets;
  }

  @Test
  void openAddress_printsTheNameThatItWasGiven_andLetsItIn() throws Exception {
    String token = "a-secret-of-16-letters-or-more";
    Path empty = Files.createDirectories(place.resolve("open"));
    try (ServedPage open =
        ServedPage.start(empty, "--bind", "0.0.0.0", "--host", "localhost", "--token", token)) {
      assertThat(open.address().toString()).startsWith("http://localhost:").endsWith(token);
      assertThat(open.get("api/info").status()).isEqualTo(401);
      for (String host : List.of("localhost", "127.0.0.1")) {
        String request =
            "GET /api/info HTTP/1.1\r\nHost: "
                + host
                + ":"
                + open.address().getPort()
                + "\r\nCookie: muzero-token="
                + token
                + "\r\nConnection: close\r\n\r\n";
        assertThat(status(open.address(), request.getBytes(StandardCharsets.ISO_8859_1)))
            .as(host)
            .isEqualTo(200);
      }
    }
  }

  private static byte[] fuzzed(Random random, List<String> paths) {
    String path = paths.get(random.nextInt(paths.size())) + noise(random, random.nextInt(30));
    boolean post = random.nextInt(3) > 0;
    String body = post ? json(random) : "";
    StringBuilder text = new StringBuilder(post ? "POST " : "GET ");
    text.append(path.replace(' ', '+').replace('\n', '+').replace('\r', '+'))
        .append(" HTTP/1.1\r\n");
    text.append("Host: 127.0.0.1:").append(page.address().getPort()).append("\r\n");
    if (random.nextInt(5) > 0) {
      text.append("Content-Type: application/json\r\n");
    }
    if (random.nextInt(8) == 0) {
      text.append("X-")
          .append(random.nextInt())
          .append(": ")
          .append("y".repeat(random.nextInt(3000)))
          .append("\r\n");
    }
    int length = body.getBytes(StandardCharsets.ISO_8859_1).length;
    text.append("Content-Length: ")
        .append(random.nextInt(20) == 0 ? random.nextInt(200_000) : length)
        .append("\r\nConnection: close\r\n\r\n")
        .append(body);
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String noise(Random random, int length) {
    String letters = "abc019%/.\\?&={}[]\"'<>+-_~:;,\u00e9\u0001";
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  private static String json(Random random) {
    List<String> names =
        List.of("action", "plies", "agent", "simulations", "seconds", "actions", "moves", "play");
    List<String> values =
        List.of(
            "1",
            "-1",
            "1e99",
            "null",
            "true",
            "\"b2\"",
            "[1,2]",
            "[[[[[[[[[[1]]]]]]]]]]",
            "{}",
            "99999999999999999999",
            "\"player:random\"",
            "NaN",
            "\"\\u0000\"");
    if (random.nextInt(10) == 0) {
      return noise(random, random.nextInt(200));
    }
    StringBuilder text = new StringBuilder("{");
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append('"').append(names.get(random.nextInt(names.size()))).append("\":");
      text.append(values.get(random.nextInt(values.size()))).append(i > 0 ? "," : "");
    }
    return text.append(random.nextInt(12) == 0 ? "" : "}").toString();
  }

  /** The status of the answer; 0 when the connection was closed without one. */
  private static int status(URI address, byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      byte[] head = socket.getInputStream().readNBytes(12);
      String text = new String(head, StandardCharsets.ISO_8859_1);
      return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
    } catch (java.net.SocketException e) {
      return 0; // cut off in the middle of rubbish
    }
  }

  @Test
  void manyGamesAtOnce_allGetAnswers() throws Exception {
    int games = ALL ? 50 : 12;
    long end = System.nanoTime() + (ALL ? 600_000_000_000L : 5_000_000_000L);
    String agent = page.agent("tictactoe");
    ExecutorService players = Executors.newFixedThreadPool(games);
    long half = System.nanoTime() + (end - System.nanoTime()) / 2;
    AtomicLong middle = new AtomicLong();
    try {
      List<Future<Integer>> played = new ArrayList<>();
      for (int i = 0; i < games; i++) {
        Callable<Integer> player =
            () -> {
              int moves = 0;
              String session = page.begin("tictactoe");
              do {
                JsonNode whole = page.get("api/sessions/" + session).json();
                if (whole.at("/state/over").asBoolean()) {
                  page.post("api/sessions/" + session + "/restart", "{}");
                } else {
                  page.letMove(session, agent, 16, whole.at("/state/ply").asInt() + 1);
                  moves++;
                }
                if (System.nanoTime() > half && middle.get() == 0) {
                  middle.compareAndSet(0, page.process().residentMebibytes());
                }
              } while (System.nanoTime() < end);
              return moves;
            };
        played.add(players.submit(player));
      }
      for (Future<Integer> one : played) {
        assertThat(one.get()).isPositive();
      }
      if (ALL) {
        long after = page.process().residentMebibytes();
        // Half of the time is for classes to load and the heap to settle.
        assertThat(after).as("MiB, %d in the middle", middle.get()).isLessThan(middle.get() + 150);
      }
    } finally {
      players.shutdownNow();
    }
  }

  @Test
  void wrongOptions_areRefusedInOneLine() throws Exception {
    for (List<String> options :
        List.of(
            List.of("--bind", "0.0.0.0"),
            List.of("--bind", "0.0.0.0", "--token", "short"),
            List.of("--bind", "0.0.0.0", "--token", "a-secret-of-16-letters-or-more"),
            List.of("--host", "http://box.local"),
            List.of("--bind", "no.such.address.invalid"),
            List.of("--port", "70000"),
            List.of("--port", Integer.toString(page.address().getPort())))) {
      List<String> arguments = new ArrayList<>(List.of("serve"));
      arguments.addAll(options);
      Jar.Ended ended = new Jar(place).run(arguments.toArray(String[]::new));
      assertThat(ended.exitCode()).as(options + ended.errors()).isEqualTo(2);
      assertThat(ended.errors().strip().lines()).as(ended.errors()).hasSize(1);
    }
  }

  @Test
  void foldersBesideTheRuns_areOutOfReach() throws Exception {
    Path secret = place.resolve("secret");
    Files.createDirectories(secret.resolve("checkpoints"));
    Files.writeString(secret.resolve("config.yaml"), "game: tictactoe\n");
    Path link = place.resolve("checkpoints/tictactoe/linked");
    Files.createSymbolicLink(link, secret);
    try {
      assertThat(page.get("api/runs/tictactoe/linked").status()).isEqualTo(404);
      assertThat(page.get("api/runs/tictactoe/..%2F..%2Fsecret").status()).isEqualTo(404);
    } finally {
      Files.delete(link);
    }
  }
}
