package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.storage.RunFolder;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LadderCommandTest {
  @TempDir private Path root;

  private static TestScreen ladder(int exitCode, String... words) {
    TestScreen test = new TestScreen(false);
    List<String> arguments = new ArrayList<>(List.of("ladder"));
    arguments.addAll(List.of(words));
    assertThat(Main.commandLine(test.screen).execute(arguments.toArray(String[]::new)))
        .as(test.errors())
        .isEqualTo(exitCode);
    return test;
  }

  private static JsonNode json(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--json");
    return new ObjectMapper().readTree(ladder(0, all.toArray(String[]::new)).output());
  }

  /** A run with checkpoints of steps 100, 200 and 300, made of one. */
  private Path run(String game) throws Exception {
    Path run = TestRuns.untrained(root, game);
    for (int step : new int[] {200, 300}) {
      TestRuns.addSnapshot(run, game, step);
    }
    return run;
  }

  @Test
  void ladder_twoPlayers_ratesEveryCheckpoint() throws Exception {
    Path run = run("tictactoe");
    Path csv = root.resolve("l.csv");
    Path png = root.resolve("l.png");
    String[] words = {
      run.toString(), "--games", "20", "--simulations", "4", "--csv", "" + csv, "--png", "" + png
    };
    JsonNode result = json(words);
    assertThat(result.get("measure").asText()).isEqualTo("elo");
    assertThat(result.get("checkpoints").findValuesAsText("step"))
        .containsExactly("100", "200", "300");
    assertThat(result.at("/references/0/name").asText()).isEqualTo("random");
    assertThat(result.at("/references/0/value").asDouble()).isZero();
    assertThat(result.at("/references/1/name").asText()).isEqualTo("perfect");
    assertThat(result.at("/references/1/value").asDouble()).isGreaterThan(50);
    for (JsonNode one : result.get("checkpoints")) {
      assertThat(one.get("valueLow").asDouble()).isLessThan(one.get("value").asDouble());
      assertThat(one.get("valueHigh").asDouble()).isGreaterThan(one.get("value").asDouble());
    }
    assertThat(result.at("/trend/improving").asText()).isEqualTo("not_shown");
    assertThat(result.get("answer").asText()).startsWith("Is it still getting better? Not that");
    assertThat(Files.readAllLines(csv))
        .hasSize(6)
        .first()
        .isEqualTo("player,step,minutes,elo,elo_low,elo_high");
    BufferedImage image = ImageIO.read(png.toFile());
    assertThat(image.getWidth()).isEqualTo(800);
    assertThat(curves(run)).contains("ladder/elo", "ladder/elo_low", "ladder/elo_high");
  }

  private static String curves(Path run) throws Exception {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> events =
        Files.newDirectoryStream(run.resolve("ladder"), "events.out.tfevents.*")) {
      events.forEach(files::add);
    }
    assertThat(files).hasSize(1);
    return Files.readString(files.get(0), StandardCharsets.ISO_8859_1);
  }

  @Test
  void ladder_again_playsOnlyWhatIsMissing() throws Exception {
    Path run = run("tictactoe");
    String[] words = {run.toString(), "--games", "8", "--simulations", "2"};
    JsonNode first = json(words);
    Path kept = run.resolve("ladder").resolve("games.json");
    String games = Files.readString(kept);
    JsonNode all = new ObjectMapper().readTree(games);
    // Perfect against random, 3 checkpoints against both, 2 neighbours; and what the curves have.
    assertThat(all).hasSize(10);
    assertThat(json(words)).isEqualTo(first);
    assertThat(Files.readString(kept)).isEqualTo(games);
    // What is kept is believed: so it was not played again.
    Files.writeString(kept, games.replaceFirst("\"losses\" : \\d+", "\"losses\" : 4000"));
    assertThat(json(words)).isNotEqualTo(first);
    Files.writeString(kept, "{");
    TestScreen test = ladder(0, words);
    assertThat(test.errors()).contains("games.json cannot be read: its games are played again");
    assertThat(new ObjectMapper().readTree(kept.toFile())).isEqualTo(all);
  }

  /** Results of another search were shown as new ones. */
  @Test
  void ladder_anotherSearch_isMeasuredAnew() throws Exception {
    Path run = run("tictactoe");
    String[] words = {run.toString(), "--games", "4", "--simulations", "2", "--set", ""};
    Path kept = run.resolve("ladder").resolve("games.json");
    List<String> settings =
        List.of(
            "search.algorithm=gumbel",
            "search.algorithm=puct",
            "search.valueScale=0.7",
            "search.maxConsideredActions=3",
            "replay.discount=0.9");
    for (int i = 0; i < settings.size(); i++) {
      words[words.length - 1] = settings.get(i);
      ladder(0, words);
      assertThat(new ObjectMapper().readTree(kept.toFile()))
          .as(settings.get(i))
          .hasSize(9 * (i + 1) + 1);
    }
  }

  /** Another run in the folder, or one that went back, has other weights of the same step. */
  @Test
  void ladder_otherWeightsOfTheSameStep_areMeasuredAnew() throws Exception {
    Path run = run("tictactoe");
    String[] words = {run.toString(), "--games", "4", "--simulations", "2"};
    ladder(0, words);
    Path other = TestRuns.untrained(root.resolve("other"), "tictactoe", "network.stateSize=8");
    Path weights = other.resolve(RunFolder.CHECKPOINTS).resolve("best-00000100");
    byte[] bytes = Files.readAllBytes(weights.resolve("weights.safetensors"));
    bytes[bytes.length - 1] ^= 1;
    new io.muzero.storage.CheckpointStore(run.resolve(RunFolder.CHECKPOINTS), 1)
        .writeSnapshot(
            new io.muzero.storage.Manifest(
                io.muzero.storage.Manifest.FORMAT,
                "tictactoe",
                "test",
                300,
                java.util.Map.of(),
                Double.NaN,
                java.util.Map.of()),
            java.util.Map.of("weights.safetensors", out -> out.write(bytes)));
    ladder(0, words);
    // Three meetings of the last checkpoint.
    assertThat(new ObjectMapper().readTree(run.resolve("ladder/games.json").toFile()))
        .hasSize(9 + 3 + 1);
  }

  /** After a stop what was measured before still counts, whoever else was not. */
  @Test
  void ladder_stoppedAtOnce_hasWhatWasMeasuredBefore() throws Exception {
    Path run = run("tictactoe");
    JsonNode whole = json(run.toString(), "--games", "4", "--simulations", "2");
    Path kept = run.resolve("ladder/games.json");
    com.fasterxml.jackson.databind.node.ObjectNode games =
        (com.fasterxml.jackson.databind.node.ObjectNode) new ObjectMapper().readTree(kept.toFile());
    List<String> ofTheSecond = new ArrayList<>();
    games.fieldNames().forEachRemaining(ofTheSecond::add);
    ofTheSecond.removeIf(key -> !key.contains("step 200 "));
    games.remove(ofTheSecond);
    assertThat(games).hasSize(6);
    Files.writeString(kept, games.toString());
    List<Rung> rungs = Rung.of(run, 16, new TestScreen(false).screen);
    try (io.muzero.agent.TrainedAgent agent =
        io.muzero.agent.TrainedAgent.load(
            rungs.get(2).checkpoint(),
            io.muzero.agent.LoadOptions.defaults().withSetting("evaluation.simulations=2"))) {
      Contestant.Trained like =
          new Contestant.Trained("", "x", agent.info(), io.muzero.agent.LoadOptions.defaults(), 0);
      LadderReport report =
          new Ladder(
                  rungs,
                  like,
                  new LadderPlan.Rules(agent.game(), agent.gameOptions(), agent.deciding()),
                  new Ladder.Order(4, 4, 0),
                  LadderGames.read(kept, new TestScreen(false).screen))
              .matches(new TestScreen(false).screen, () -> false)
              .orElseThrow();
      assertThat(report.rungs()).extracting(Rung::step).containsExactly(100L, 300L);
      assertThat(report.strengths().get(0).value())
          .isCloseTo(
              whole.at("/checkpoints/0/value").asDouble(),
              org.assertj.core.api.Assertions.within(100.0));
    }
  }

  @Test
  void ladder_onePlayer_isTheMeanReturn() throws Exception {
    Path run = run("cartpole");
    JsonNode result = json(run.toString(), "--episodes", "5", "--simulations", "2");
    assertThat(result.get("measure").asText()).isEqualTo("mean_return");
    assertThat(result.get("checkpoints")).hasSize(3);
    assertThat(result.at("/checkpoints/0/value").asDouble()).isBetween(8.0, 500.0);
    assertThat(result.at("/references/1/name").asText()).isEqualTo("heuristic");
    assertThat(result.at("/references/1/value").asDouble()).isEqualTo(500);
    assertThat(curves(run)).contains("ladder/mean_return_low");
    List<String> lines = ladder(0, run.toString(), "--episodes", "5", "--simulations", "2").lines();
    assertThat(lines.get(1)).startsWith("step").contains("mean return");
    assertThat(lines.get(lines.size() - 1)).startsWith("Is it still getting better?");
  }

  @Test
  void ladder_damagedCheckpoint_isPassedOver() throws Exception {
    Path run = run("tictactoe");
    Path weights =
        run.resolve(RunFolder.CHECKPOINTS).resolve("snapshot-00000200/weights.safetensors");
    Files.write(weights, new byte[3]);
    TestScreen test =
        ladder(0, run.toString(), "--games", "4", "--simulations", "2", "--openings", "2");
    assertThat(test.errors()).contains("snapshot-00000200 is damaged");
    assertThat(test.lines().get(0)).contains("2 checkpoints of");
  }

  /** The other checkpoint of the step was overlooked, and the run had one rung fewer. */
  @Test
  void ladder_damagedCheckpointBesideAWholeOneOfItsStep_measuresThatOne() throws Exception {
    Path run = run("tictactoe");
    TestRuns.addSnapshot(run, "tictactoe", 100);
    Path store = run.resolve(RunFolder.CHECKPOINTS);
    Files.move(store.resolve("snapshot-00000100"), store.resolve("step-00000100"));
    Files.write(store.resolve("best-00000100/weights.safetensors"), new byte[3]);
    String[] words = {run.toString(), "--games", "4", "--simulations", "2", "--openings", "2"};
    TestScreen test = ladder(0, words);
    assertThat(test.errors())
        .contains("best-00000100 is damaged")
        .contains("; trying step-00000100");
    assertThat(test.lines().get(0)).contains("3 checkpoints of");
    for (String other : List.of("step-00000100", "snapshot-00000200", "snapshot-00000300")) {
      Files.write(store.resolve(other).resolve("weights.safetensors"), new byte[3]);
    }
    assertThat(ladder(2, words).errors().lines().reduce((first, last) -> last).orElseThrow())
        .isEqualTo("muzero: " + run + " has no whole checkpoint; name another run");
  }

  @Test
  void ladder_wrongUsage_isOneLine() throws Exception {
    String run = TestRuns.untrained(root, "tictactoe").toString();
    String pole = TestRuns.untrained(root, "cartpole").toString();
    assertRefused("the run nowhere does not exist", "nowhere");
    assertRefused(
        root
            + " is not a run's folder: it has no config.yaml; name one such as"
            + " checkpoints/<game>/latest",
        root.toString());
    assertRefused("--games must be within [4, 100000], was 2", run, "--games", "2");
    assertRefused(
        "--episodes has no meaning here: a two-player game has --games", run, "--episodes", "5");
    assertRefused(
        "--games has no meaning here: a one-player game has --episodes", pole, "--games", "40");
    Path file = root.resolve("nowhere").resolve("l.csv");
    assertRefused(
        "--csv " + file + " lies in a folder that does not exist", run, "--csv", file.toString());
  }

  private static void assertRefused(String message, String... words) {
    TestScreen test = ladder(2, words);
    assertThat(test.errors().strip()).isEqualTo("muzero: " + message);
    assertThat(test.output()).isEmpty();
  }

  /** Ratings take meetings as independent: two with the same openings would not be. */
  @Test
  void seed_ofAMeeting_isItsOwnAndStays() {
    long seed = Ladder.seed(0, "step 100 abc against random");
    assertThat(seed).isNotNegative().isEqualTo(Ladder.seed(0, "step 100 abc against random"));
    assertThat(Ladder.seed(1, "step 100 abc against random")).isNotEqualTo(seed);
    assertThat(Ladder.seed(0, "step 200 abc against random")).isNotEqualTo(seed);
  }

  @Test
  void ladder_resultsOfSharedOpenings_areNotTakenOver() throws Exception {
    Path run = run("tictactoe");
    String[] words = {run.toString(), "--games", "4", "--simulations", "2"};
    JsonNode first = json(words);
    Path kept = run.resolve("ladder").resolve("games.json");
    String mark = " | openings of their own";
    String games = Files.readString(kept);
    assertThat(games).contains(mark);
    Files.writeString(
        kept, games.replace(mark, "").replaceAll("\"losses\" : \\d+", "\"losses\" : 4000"));
    assertThat(json(words)).isEqualTo(first);
  }

  @Test
  void ladder_oneCheckpoint_isOne() throws Exception {
    Path run = TestRuns.untrained(root, "tictactoe");
    assertThat(ladder(0, run.toString(), "--games", "4", "--simulations", "2").lines().get(0))
        .startsWith("tictactoe, 1 checkpoint of ");
  }
}
