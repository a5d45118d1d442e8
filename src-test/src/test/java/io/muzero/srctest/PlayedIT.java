package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.srctest.Jar.Ended;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done with a trained agent: evaluate, render, play. */
class PlayedIT {
  @TempDir private static Path place;

  @BeforeAll
  static void train() throws Exception {
    Files.writeString(place.resolve("small.yaml"), RunOnDisk.SMALL);
    for (String game : List.of("tictactoe", "cartpole")) {
      Ended ended = run("train", "--game", game, "--config", "small.yaml", "--steps", "20");
      assertThat(ended.exitCode()).as(ended.errors()).isZero();
    }
  }

  private static Ended run(String... arguments) throws Exception {
    return new Jar(place).run(arguments);
  }

  private static JsonNode json(String... arguments) throws Exception {
    Ended ended = run(arguments);
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.output().strip().lines()).hasSize(1);
    return new ObjectMapper().readTree(ended.output());
  }

  private static void assertKeys(JsonNode object, String... keys) {
    for (String key : keys) {
      assertThat(object.has(key)).as(key).isTrue();
    }
  }

  private static void assertWrongUsage(String message, String... arguments) throws Exception {
    Ended ended = run(arguments);
    assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(2);
    assertThat(ended.errors().strip()).isEqualTo("muzero: " + message);
    assertThat(ended.output()).isEmpty();
  }

  @Test
  void evaluate_opponentJson_hasTheKeysScriptsRelyOn() throws Exception {
    JsonNode result =
        json(
            "evaluate",
            "--game",
            "tictactoe",
            "--opponent",
            "random",
            "--games",
            "30",
            "--set",
            "evaluation.openingMoves=2",
            "--json");
    assertKeys(result, "game", "checkpoint", "step", "matches", "returns", "exact", "exhaustive");
    assertThat(result.get("game").asText()).isEqualTo("tictactoe");
    assertThat(result.get("matches")).hasSize(1);
    JsonNode match = result.at("/matches/0");
    assertThat(match.get("opponent").asText()).isEqualTo("random");
    assertThat(result.get("step").asLong()).isEqualTo(20);
    assertThat(result.get("openingMoves").asInt()).isEqualTo(2);
    assertThat(place.resolve(result.get("checkpoint").asText()).resolve("manifest.json")).exists();
    int games =
        match.get("wins").asInt() + match.get("draws").asInt() + match.get("losses").asInt();
    assertThat(games).isEqualTo(match.get("games").asInt()).isEqualTo(30);
    assertThat(match.get("scoreLow").asDouble())
        .isLessThan(match.get("score").asDouble())
        .isGreaterThanOrEqualTo(0);
    assertThat(match.get("scoreHigh").asDouble())
        .isGreaterThan(match.get("score").asDouble())
        .isLessThanOrEqualTo(1);
  }

  @Test
  void evaluate_exhaustiveJson_hasTheKeysScriptsRelyOn() throws Exception {
    JsonNode result = json("evaluate", "--game", "tictactoe", "--exhaustive", "--json");
    assertKeys(result, "game", "checkpoint", "step", "matches", "returns", "exact", "exhaustive");
    JsonNode walk = result.get("exhaustive");
    assertKeys(walk, "lines", "losses", "states", "badDecisionsSearch", "badDecisionsPolicy");
    assertThat(walk.get("states").asInt()).isEqualTo(4520);
    assertThat(walk.get("lines").asLong()).isGreaterThan(walk.get("losses").asLong());
  }

  @Test
  void evaluate_episodesJson_hasTheKeysScriptsRelyOn() throws Exception {
    JsonNode result =
        json(
            "evaluate",
            "--game",
            "cartpole",
            "--episodes",
            "6",
            "--opponent",
            "heuristic",
            "--json");
    assertKeys(result, "game", "checkpoint", "step", "matches", "returns", "exact", "exhaustive");
    JsonNode agent = result.at("/returns/0");
    assertThat(agent.get("player").asText()).isEqualTo("agent");
    assertThat(agent.get("episodes").asInt()).isEqualTo(6);
    assertThat(agent.get("minReturn").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(agent.get("meanReturn").asDouble());
    assertThat(agent.get("maxReturn").asDouble()).isLessThanOrEqualTo(500);
    assertThat(result.at("/returns/1/player").asText()).isEqualTo("heuristic");
    assertThat(result.at("/returns/1/meanReturn").asDouble()).isEqualTo(500);
  }

  @Test
  void evaluate_withoutOpponent_meetsAll() throws Exception {
    Ended ended = run("evaluate", "--game", "tictactoe", "--games", "4", "--simulations", "7");
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.output().lines().toList())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("tictactoe at step 20 ")
                    .endsWith("7 simulations a move"),
            line ->
                assertThat(line).matches("random     4 games(, \\d different)?: the agent won .*"),
            line ->
                assertThat(line).matches("expert     4 games(, \\d different)?: the agent won .*"),
            line ->
                assertThat(line).matches("perfect    4 games(, \\d different)?: the agent won .*"));
  }

  @Test
  void evaluate_moves_answersEachPosition() throws Exception {
    // X at a3 and b3 with O elsewhere; written with and without spaces, after a byte order mark.
    Path file = Files.writeString(place.resolve("moves.txt"), "\uFEFF\na3a2b3b2\na3 a2\n");
    Ended ended = run("evaluate", "--game", "tictactoe", "--moves", file.toString());
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    List<String> lines = ended.output().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).matches("[abc][123]");
    assertThat(lines.get(1)).matches("a3a2b3b2 (c3|c2|a1|b1|c1)");
    assertThat(lines.get(2)).matches("a3 a2 [abc][123]");

    Ended json = run("evaluate", "--game", "tictactoe", "--moves", file.toString(), "--json");
    assertThat(json.exitCode()).as(json.errors()).isZero();
    JsonNode moves = new ObjectMapper().readTree(json.output()).path("moves");
    assertThat(moves).hasSize(3);
    assertThat(moves.at("/1/position").asText()).isEqualTo("a3a2b3b2");
    for (int i = 0; i < 3; i++) {
      assertThat(lines.get(i)).endsWith(moves.path(i).path("move").asText());
    }
  }

  @Test
  void evaluate_wrongOpponent_isOneLine() throws Exception {
    assertWrongUsage(
        "--opponent must be one of random, expert, perfect, was perfet; did you mean perfect?",
        "evaluate",
        "--game",
        "tictactoe",
        "--opponent",
        "perfet");
  }

  @Test
  void evaluate_renderText_showsTheFirstGame() throws Exception {
    Ended ended =
        run("evaluate", "--game", "tictactoe", "--opponent", "perfect", "--games", "2", "--render");
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    long boards = ended.output().lines().filter(line -> line.equals("   a b c")).count();
    assertThat(boards).as("one board a move and the first").isBetween(6L, 10L);
    List<String> lines = ended.output().lines().toList();
    int last = lines.lastIndexOf("   a b c");
    String board = String.join("", lines.subList(last - 3, last)).replaceAll("[^.XO]", "");
    String expected =
        hasThree(board, 'X')
            ? "the agent as X wins against perfect as O"
            : hasThree(board, 'O')
                ? "perfect as O wins against the agent as X"
                : "a draw between the agent as X and perfect as O";
    assertThat(lines.get(last + 1))
        .as(board)
        .isEqualTo(expected + " after " + (boards - 1) + " moves");
  }

  /** Whether a mark has three of nine cells in a row. */
  private static boolean hasThree(String board, char mark) {
    return Stream.of("012", "345", "678", "036", "147", "258", "048", "246")
        .anyMatch(line -> line.chars().allMatch(cell -> board.charAt(cell - '0') == mark));
  }

  private static List<BufferedImage> pictures(Path gif) throws Exception {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    List<BufferedImage> pictures = new ArrayList<>();
    try (ImageInputStream in = ImageIO.createImageInputStream(gif.toFile())) {
      reader.setInput(in);
      for (int i = 0; i < reader.getNumImages(true); i++) {
        pictures.add(reader.read(i));
      }
    }
    return pictures;
  }

  /** Pixels in which two pictures differ. */
  private static long differences(BufferedImage one, BufferedImage other) {
    long differences = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        differences += one.getRGB(x, y) != other.getRGB(x, y) ? 1 : 0;
      }
    }
    return differences;
  }

  @Test
  void render_boardGif_showsEveryMove() throws Exception {
    Path gif = place.resolve("board.gif");
    Ended ended =
        run("render", "--game", "tictactoe", "--opponent", "perfect", "--out", gif.toString());
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.errors())
        .contains("wrote " + gif)
        .containsPattern(
            "(the agent as X wins against perfect as O|perfect as O wins against the agent as X|a draw"
                + " between the agent as X and perfect as O) after [5-9] moves");
    List<BufferedImage> pictures = pictures(gif);
    assertThat(pictures).hasSizeBetween(6, 10);
    for (int i = 1; i < pictures.size(); i++) {
      assertThat(differences(pictures.get(i - 1), pictures.get(i))).as("move %d", i).isPositive();
    }
  }

  @Test
  void render_motionGifAndPng_haveTheSceneSize() throws Exception {
    Path gif = place.resolve("motion.gif");
    Path png = place.resolve("last.png");
    assertThat(run("render", "--game", "cartpole", "--out", gif.toString()).exitCode()).isZero();
    Ended evaluated =
        run(
            "evaluate",
            "--game",
            "cartpole",
            "--episodes",
            "2",
            "--render",
            png.toString(),
            "--json");
    assertThat(evaluated.exitCode()).as(evaluated.errors()).isZero();
    List<BufferedImage> pictures = pictures(gif);
    assertThat(pictures).hasSizeGreaterThan(7);
    BufferedImage last = ImageIO.read(png.toFile());
    assertThat(last.getWidth()).isEqualTo(480).isEqualTo(pictures.get(0).getWidth());
    assertThat(last.getHeight()).isEqualTo(pictures.get(0).getHeight()).isGreaterThan(100);
    // The default seed is the same, so the episode is.
    assertThat(differences(pictures.get(0), pictures.get(pictures.size() - 1))).isPositive();
  }

  @Test
  void play_movesTyped_playsAWholeGame() throws Exception {
    StringBuilder typed = new StringBuilder("policy\nhint\n");
    for (int round = 0; round < 5; round++) {
      for (String cell : List.of("b2", "a1", "c3", "a3", "c1", "b1", "b3", "a2", "c2")) {
        typed.append(cell).append('\n');
      }
    }
    Ended ended =
        new Jar(place)
            .typing(typed + "undo\nquit\n", "play", "--game", "tictactoe", "--seat", "second");
    assertThat(ended.exitCode()).as(ended.errors()).isZero();
    assertThat(ended.output())
        .contains("Type a move, or: hint, policy", "agent: ", "hint: ", "move  policy  visits")
        .containsPattern("(?m)^(you win|the agent wins|a draw)$");
    assertThat(ended.errors()).contains("playing tictactoe against ", " simulations a move");
  }

  @Test
  void benchmark_json_hasTheKeysScriptsRelyOn() throws Exception {
    JsonNode result =
        json(
            "benchmark",
            "--config",
            "small.yaml",
            "--game",
            "tictactoe",
            "--seconds",
            "0.05",
            "--workers",
            "1",
            "--batch",
            "8",
            "--json");
    for (String key :
        List.of(
            "selfPlaySimulationsPerSecond",
            "networkOnlyEvaluationsPerSecond",
            "searchOverNetwork",
            "learnerStepsPerSecond",
            "workers",
            "gamesPerWorker")) {
      assertThat(result.get(key).asDouble()).as(key).isPositive();
    }
    assertThat(result.get("gamesPerWorker").asInt()).isEqualTo(8);
  }
}
