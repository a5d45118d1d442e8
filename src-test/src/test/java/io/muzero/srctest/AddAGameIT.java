package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.srctest.Jar.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/add-a-game.md says, done. */
class AddAGameIT {
  @TempDir private Path place;

  private Ended run(String... arguments) throws Exception {
    return new Jar(place).run(arguments);
  }

  @Test
  void page_followed_givesAGameThatIsCheckedTrainedAndPlayed() throws Exception {
    ExampleGame.of(place, UnaryOperator.identity());
    String[] use = ExampleGame.blocks("sh").get(1).strip().split("\n");
    assertThat(use).allMatch(line -> line.startsWith("java -jar muzero.jar "));

    Ended checked = run(words(use[0]));
    assertThat(checked.exitCode()).as(checked.output() + checked.errors()).isZero();
    assertThat(checked.output().lines()).allMatch(line -> line.startsWith("ok "));

    Files.writeString(place.resolve("small.yaml"), RunOnDisk.SMALL);
    String[] train = words(use[1].replace("--minutes 1", "--steps 30 --config small.yaml"));
    Ended trained = run(train);
    assertThat(trained.exitCode()).as(trained.errors()).isZero();
    assertThat(trained.errors()).contains("done at step 30");

    Ended evaluated = run(words(use[2] + " --games 10 --json"));
    assertThat(evaluated.exitCode()).as(evaluated.errors()).isZero();
    JsonNode result = new ObjectMapper().readTree(evaluated.output());
    assertThat(result.get("game").asText()).isEqualTo("stones");
    // 21 stones are won for whoever moves first, and the perfect player does in half the games.
    assertThat(result.at("/matches/0/losses").asInt()).isBetween(5, 10);
    assertThat(result.at("/matches/0/draws").asInt()).isZero();

    Ended played = new Jar(place).typing("moves\n3\nquit\n", words(use[3]));
    assertThat(played.exitCode()).as(played.errors()).isZero();
    assertThat(played.output()).contains("21 stones", "1, 2, 3", "18 stones", "agent: ");
  }

  @Test
  void readme_followed_givesAGameThatKeepsTheContract() throws Exception {
    ExampleGame.ofReadme(place);
  }

  private static String[] words(String command) {
    return command.substring("java -jar muzero.jar ".length()).split(" ");
  }

  @Test
  void jar_onTheClassPath_addsTheGameToo() throws Exception {
    Path jar = ExampleGame.of(place, UnaryOperator.identity());
    List<String> options =
        List.of("-cp", Jar.path() + java.io.File.pathSeparator + jar, "io.muzero.launcher.Main");
    assertThat(new Jar(place).startJava(options, "games").type("").await().output())
        .contains("stones", "take the last of 21 stones", "tictactoe");
  }

  @Test
  void checkGame_gameThatBreaksTheContract_saysWhatAndFails() throws Exception {
    Path jar =
        ExampleGame.of(
            place, source -> source.replace("Step.terminal(1)", "Step.terminal(left + 2)"));
    Ended checked = run("check-game", "--game-jar", jar.toString(), "--game", "stones");
    assertThat(checked.exitCode()).isEqualTo(1);
    assertThat(checked.output().lines().filter(line -> line.startsWith("BROKEN")))
        .containsExactly("BROKEN  rewards lie within their bounds");
    assertThat(checked.errors().strip())
        .startsWith("muzero: stones breaks the contract of environments (");
  }

  /** A player who moves twice is not learned upside down. */
  @Test
  void game_whosePlayerMovesTwice_isLearned() throws Exception {
    ExampleGame.twice(place, UnaryOperator.identity());
    Ended checked = run("check-game --game-jar mygame.jar --game twice".split(" "));
    assertThat(checked.exitCode()).as(checked.output()).isZero();
    Files.writeString(place.resolve("small.yaml"), RunOnDisk.SMALL);
    Ended trained =
        run("train --game-jar mygame.jar --game twice --steps 1500 --config small.yaml".split(" "));
    assertThat(trained.exitCode()).as(trained.errors()).isZero();
    Ended evaluated =
        run(
            "evaluate --game-jar mygame.jar --game twice --opponent perfect --games 20 --json"
                .split(" "));
    assertThat(evaluated.exitCode()).as(evaluated.errors()).isZero();
    // It wins the ten games it begins, and has no move in the others.
    assertThat(new ObjectMapper().readTree(evaluated.output()).at("/matches/0/wins").asInt())
        .isEqualTo(10);
  }

  @Test
  void game_thatWronglyClaimsToAlternate_isFoundAndRefused() throws Exception {
    Path jar =
        ExampleGame.twice(place, source -> source.replace("Symmetry.NONE, false", "Symmetry.NONE"));
    Ended checked = run("check-game", "--game-jar", jar.toString(), "--game", "twice");
    assertThat(checked.exitCode()).isEqualTo(1);
    assertThat(checked.output().lines().filter(line -> line.startsWith("BROKEN")))
        .containsExactly("BROKEN  two players move in turn unless the game says otherwise");
    Ended trained = run("train", "--game-jar", jar.toString(), "--game", "twice", "--steps", "10");
    assertThat(trained.exitCode()).isEqualTo(1);
    assertThat(trained.errors()).contains("player 0 moves twice in a row");
  }

  @Test
  void gameJar_missingOrBroken_isOneLine() throws Exception {
    Ended missing = run("games", "--game-jar", "nothing.jar");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.errors().strip()).isEqualTo("muzero: --game-jar nothing.jar does not exist");
    Path jar = ExampleGame.of(place, source -> source.replace("class Provider", "class Supplier"));
    Ended broken = run("games", "--game-jar", jar.toString());
    assertThat(broken.exitCode()).isEqualTo(2);
    assertThat(broken.errors().strip())
        .startsWith("muzero: a game cannot be loaded: ")
        .contains("mygame.Stones$Provider")
        .doesNotContain("\n");
  }
}
