package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
  private final TestScreen test = new TestScreen(false);

  private int run(String... arguments) {
    return Main.commandLine(test.screen).execute(arguments);
  }

  @Test
  void config_unknownKey_isOneLineAndUsageError() {
    assertThat(run("config", "--game", "tictactoe", "--set", "search.simulatons=3")).isEqualTo(2);
    assertThat(test.output()).isEmpty();
    assertThat(test.errors())
        .isEqualTo(
            "muzero: search.simulatons is not a known key (--set); did you mean search.simulations?"
                + System.lineSeparator());
  }

  @Test
  void config_gameThatIsNotThere_saysHowOneOfOnesOwnIsNamed() {
    assertThat(run("config", "--game", "connect5")).isEqualTo(2);
    assertThat(test.errors().strip())
        .startsWith("muzero: the game 'connect5' is not known, the games are ")
        .endsWith("; did you mean connect4? (a game of your own needs --game-jar FILE)");
  }

  @Test
  void config_verbose_showsTheStackTrace() {
    assertThat(run("config", "--game", "nothing", "--verbose")).isEqualTo(2);
    assertThat(test.errors()).contains("\tat io.muzero.config.");
  }

  @Test
  void config_algorithm_setsTheKeysInWhichItDiffers() {
    String[] alphaZero = {"config", "--game", "tictactoe", "--algorithm", "alphazero"};
    assertThat(run(alphaZero)).isZero();
    assertThat(test.output().lines().map(String::strip))
        .contains("model: rules", "unrollSteps: 0", "consistencyWeight: 0.0");
  }

  @Test
  void config_expert_showsTheFilesAsTrainWouldReadThem() {
    assertThat(run("config", "--game", "connect4", "--expert", "games.txt", "more")).isZero();
    assertThat(test.output())
        .contains(
            Path.of("games.txt").toAbsolutePath().toString(),
            Path.of("more").toAbsolutePath().toString());
  }

  @Test
  void config_algorithmMuZero_learnsTheRules() {
    assertThat(run("config", "--game", "tictactoe", "--algorithm", "muzero")).isZero();
    assertThat(test.output().lines().map(String::strip))
        .contains("model: learned", "unrollSteps: 5");
  }

  @Test
  void config_alphaZeroOfAGameOfChance_isRefusedInOneLine() {
    assertThat(run("config", "--game", "frozenlake", "--algorithm", "alphazero")).isEqualTo(2);
    assertThat(test.errors())
        .isEqualTo(
            "muzero: search.model must be learned for frozenlake, which does not say that it has no"
                + " chance: a copy of the game would show the search what is still to be drawn, was"
                + " rules (--algorithm)"
                + System.lineSeparator());
  }

  @Test
  void main_wrongOptions_areUsageErrors() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("gmes")).isEqualTo(2);
    assertThat(run("games", "--jsno")).isEqualTo(2);
    assertThat(test.errors().lines())
        .containsExactly(
            "muzero: a command is missing (see muzero --help)",
            "muzero: muzero has no command 'gmes', only "
                + String.join(", ", Main.commandLine(test.screen).getSubcommands().keySet())
                + "; did you mean games? (see muzero --help)",
            "muzero: Unknown option: '--jsno'; did you mean --json? (see muzero games --help)");
  }

  /** The list of commands shows the first line of each one's description. */
  @Test
  void help_everyCommand_isDescribedByWholeSentences() {
    assertThat(Main.commandLine(test.screen).getSubcommands())
        .allSatisfy(
            (name, command) ->
                assertThat(
                        name.equals("generate-completion")
                            ? "."
                            : command.getCommandSpec().usageMessage().description()[0])
                    .as(name)
                    .matches(".*[.]"));
  }

  @Test
  void checkGame_rewardsBeyondTheSupport_warnsAndSucceeds() {
    String support = "network.rewardSupport={min: 0, max: 2, atoms: 3}";
    assertThat(run("check-game", "--game", "simple_grid", "--set", support)).isZero();
    assertThat(test.output().lines().filter(line -> line.startsWith("warning")))
        .singleElement()
        .asString()
        .startsWith(
            "warning simple_grid declares rewards from 0 to 10, but network.rewardSupport holds -2 to 2");
  }

  @Test
  void generateCompletion_namesGamesAndCommands() {
    assertThat(run("generate-completion")).isZero();
    assertThat(test.output()).contains("tictactoe", "config", "--verbose");
    // Words as help shows them.
    assertThat(test.output())
        .contains(
            "(\"muzero\" \"alphazero\" \"alphagozero\" \"alphago\") # --algorithm values",
            "(\"first\" \"second\" \"none\") # --seat values")
        .doesNotContain("\"MUZERO\"", "\"FIRST\"");
  }

  /** Completion and help name the same words, and each of them is taken. */
  @Test
  void options_ofWords_completeThoseOfTheirLabels() {
    for (CommandLine command : everyCommand(Main.commandLine(test.screen))) {
      for (CommandLine.Model.OptionSpec option : command.getCommandSpec().options()) {
        Class<?> type = option.type();
        if (type.isEnum()) {
          List<String> words = new ArrayList<>();
          option.completionCandidates().forEach(words::add);
          assertThat(String.join("|", words))
              .as(option.longestName())
              .isEqualTo(option.paramLabel());
        }
      }
    }
  }

  private static List<CommandLine> everyCommand(CommandLine command) {
    List<CommandLine> all = new ArrayList<>(List.of(command));
    command.getSubcommands().values().forEach(below -> all.addAll(everyCommand(below)));
    return all;
  }

  @Test
  void messages_longValuesAndNames_areCut() {
    String longText = "x".repeat(100_000);
    assertThat(run("config", "--game", "tictactoe", "--set", "run.device=" + longText))
        .isEqualTo(2);
    assertThat(run("config", "--game", "tictactoe", "--set", "run." + longText + "=1"))
        .isEqualTo(2);
    assertThat(run("config", "--game", longText)).isEqualTo(2);
    assertThat(run("config", "--" + longText)).isEqualTo(2);
    assertThat(run("config", "--game", "tictactoe", "--seed", longText)).isEqualTo(2);
    assertThat(run("config", "--game", "tictactoe", "--set", longText)).isEqualTo(2);
    assertThat(test.errors().lines())
        .hasSize(6)
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(600).contains("… ("));
  }

  @Test
  void main_misspeltOptionsAndKeys_getTheNearestByMeaning() {
    assertThat(run("train", "--game", "tictactoe", "--sed", "5")).isEqualTo(2);
    assertThat(run("train", "--game", "tictactoe", "--learning-rate=0.1")).isEqualTo(2);
    assertThat(run("config", "--game", "tictactoe", "--set", "learner.rate=1")).isEqualTo(2);
    assertThat(test.errors().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("'--sed'").contains("; did you mean --seed?"),
            line -> assertThat(line).contains("; did you mean --set learner.learningRate=VALUE?"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "muzero: learner.rate is not a known key (--set); did you mean"
                            + " learner.learningRate?"));
  }

  /** A word with as many letters was named, whatever it meant. */
  @Test
  void main_wordsOfOtherProgramsAndCommands_getWhatIsMeant() {
    assertThat(run("evaluate", "--game", "tictactoe", "--opponents", "x")).isEqualTo(2);
    assertThat(run("train", "--game", "tictactoe", "--gamma", "1")).isEqualTo(2);
    assertThat(run("train", "--game", "tictactoe", "--c-puct", "1")).isEqualTo(2);
    assertThat(run("ladder", "run", "--out", "x")).isEqualTo(2);
    assertThat(run("match", "random", "expert", "--output", "x")).isEqualTo(2);
    assertThat(run("render", "--output=x", "--out", "x")).isEqualTo(2);
    assertThat(run("games", "--out", "x")).isEqualTo(2);
    for (String key :
        List.of("run.seed", "evaluation.seed", "gamma", "mcts.simulations", "mcts", "mcts.more")) {
      assertThat(run("config", "--game", "tictactoe", "--set", key + "=1")).isEqualTo(2);
    }
    assertThat(test.errors().lines().map(line -> line.replaceAll(" \\(see .*| \\(--set\\)", "")))
        .containsExactly(
            "muzero: Unknown option: '--opponents'; did you mean --opponent?",
            "muzero: Unknown option: '--gamma'; did you mean --set replay.discount=VALUE?",
            "muzero: Unknown option: '--c-puct'; did you mean --set search.pbCInit=VALUE?",
            "muzero: Unknown option: '--out'; did you mean --csv FILE or --png FILE?",
            "muzero: Unknown option: '--output'; did you mean --save FILE?",
            "muzero: Unknown option: '--output=x'; did you mean --out FILE?",
            "muzero: Unknown option: '--out'",
            "muzero: run.seed is not a known key; did you mean seed?",
            "muzero: evaluation.seed is not a known key; did you mean seed?",
            "muzero: gamma is not a known key; did you mean replay.discount?",
            "muzero: mcts.simulations is not a known key; did you mean search.simulations?",
            "muzero: mcts is not a known key; did you mean search?",
            "muzero: mcts.more is not a known key; did you mean search?");
  }

  @Test
  void main_wrongValuesOfOptions_areToldAsThoseOfSettings() {
    assertThat(run("train", "--game", "tictactoe", "--algorithm", "alphazro")).isEqualTo(2);
    assertThat(run("evaluate", "--game", "tictactoe", "--games", "many")).isEqualTo(2);
    assertThat(run("evaluate", "--game", "tictactoe", "--games", "99999999999")).isEqualTo(2);
    assertThat(run("train", "tictactoe")).isEqualTo(2);
    assertThat(run("train", "--gam", "tictactoe")).isEqualTo(2);
    assertThat(run("match", "random")).isEqualTo(2);
    assertThat(run("match", "random", "expert", "--gmes", "3")).isEqualTo(2);
    assertThat(test.errors().lines())
        .containsExactly(
            "muzero: --algorithm must be one of muzero, alphazero, alphagozero, alphago, was alphazro;"
                + " did you mean alphazero? (see muzero train --help)",
            "muzero: --games must be a whole number, was many (see muzero evaluate --help)",
            "muzero: --games must be a whole number of fewer digits, was 99999999999 (see muzero"
                + " evaluate --help)",
            "muzero: muzero train takes no 'tictactoe'; did you mean --game tictactoe? (see muzero train"
                + " --help)",
            "muzero: Unknown option: '--gam'; did you mean --game? (see muzero train --help)",
            "muzero: a match has two players or more, was given random alone",
            "muzero: Unknown option: '--gmes'; did you mean --games? (see muzero match --help)");
  }

  @Test
  void games_ofOne_tellsItsOptions() {
    assertThat(run("games", "--game", "gomoku")).isZero();
    assertThat(test.lines())
        .contains(
            "players      2",
            "options      set one by --set environment.NAME=VALUE",
            "  size: a whole number within [3, 20], default 9");
    assertThat(run("config", "--game", "gomoku")).isZero();
    assertThat(test.output())
        .contains("# size: a whole number within [3, 20]; 9 when it is not set");
  }

  @Test
  void train_configurationOfAnotherGame_isRefused(@TempDir Path folder) throws Exception {
    Path file = Path.of("..", "configs", "cartpole.yaml");
    assertThat(
            run(
                "train",
                "--game",
                "tictactoe",
                "--config",
                file.toString(),
                "--set",
                "run.folder=" + folder.resolve("runs")))
        .isEqualTo(2);
    assertThat(test.errors().strip())
        .startsWith("muzero: game must be the same everywhere, was cartpole (" + file)
        .endsWith("and tictactoe (--game); name one game, or another configuration");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void gameJar_thatIsNone_isRefused(@TempDir Path folder) throws Exception {
    Path text = Files.writeString(folder.resolve("text.jar"), "no jar at all");
    assertThat(run("games", "--game-jar", text.toString())).isEqualTo(2);
    Path empty = folder.resolve("empty.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(empty))) {
      jar.putNextEntry(new JarEntry("nothing.txt"));
    }
    assertThat(run("games", "--game-jar", empty.toString())).isEqualTo(2);
    Path games = folder.resolve("games.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(games))) {
      jar.putNextEntry(new JarEntry("META-INF/services/io.muzero.environment.GameProvider"));
    }
    // One may hold what the games of another need.
    assertThat(run("games", "--game-jar", empty.toString(), "--game-jar", games.toString()))
        .isZero();
    Path missing = folder.resolve("missing.jar");
    assertThat(run("games", "--game-jar", missing.toString())).isEqualTo(2);
    assertThat(run("games", "--game-jar", folder.toString())).isEqualTo(2);
    assertThat(test.errors().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("muzero: --game-jar " + text + " is damaged or no jar: "),
            line -> assertThat(line).startsWith("muzero: --game-jar " + empty + " has no game: "),
            line -> assertThat(line).isEqualTo("muzero: --game-jar " + missing + " does not exist"),
            line ->
                assertThat(line)
                    .isEqualTo("muzero: --game-jar " + folder + " is a folder: name a jar in it"));
  }
}
