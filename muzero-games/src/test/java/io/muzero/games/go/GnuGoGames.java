package io.muzero.games.go;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.Action;
import io.muzero.environment.Step;
import io.muzero.protocol.GtpEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Random games of 5×5 to 9×9 in which GNU Go 3.8 is asked before each move which moves are legal,
 * and after the last what the score is. As a program it writes them: {@code GnuGoGames FILE.gz
 * [games [seed]]}, a game a line: size, moves, of the legal moves before each 16 bits of a hash,
 * and Black's area less White's, or {@code -} where GNU Go calls some stones dead or points
 * neutral.
 */
final class GnuGoGames {
  private static final String RESOURCE = "/oracles/go/gnugo_games.txt.gz";

  private GnuGoGames() {}

  /**
   * A game.
   *
   * @param moves names of the moves
   * @param digests of the legal moves before each
   * @param margin Black's area less White's at the end; null where it was not asked
   */
  record Recorded(int size, List<String> moves, List<String> digests, @Nullable Integer margin) {}

  static String command(long seed) {
    String gnugo = Files.isExecutable(Path.of("/usr/games/gnugo")) ? "/usr/games/gnugo" : "gnugo";
    return gnugo
        + " --mode gtp --level 1 --chinese-rules --positional-superko --forbid-suicide --capture-all-dead"
        + " --play-out-aftermath --never-resign --seed "
        + seed;
  }

  static Go go(int size) {
    return new Go(new GoRules(size, 0, 100_000, 1));
  }

  /** The names of the legal moves but the pass, sorted. */
  static TreeSet<String> legal(Go game) {
    TreeSet<String> names = new TreeSet<>();
    for (int action = 0; action < game.spec().actionCount() - 1; action++) {
      if (game.isLegal(action)) {
        names.add(game.actionName(action));
      }
    }
    return names;
  }

  static String digest(TreeSet<String> names) {
    int hash = String.join(" ", names).hashCode() * 0x9E3779B9;
    return String.format(Locale.ROOT, "%04x", hash >>> 16);
  }

  static int action(Go game, String name) {
    for (int action = 0; action < game.spec().actionCount(); action++) {
      if (game.actionName(action).equalsIgnoreCase(name)) {
        return action;
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** Plays a game, comparing legal moves at each and the area at the end. */
  static Recorded play(GtpEngine gnugo, int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    gnugo.sendAll(List.of("boardsize " + size, "komi 0", "clear_board"));
    Go game = go(size);
    List<String> moves = new ArrayList<>();
    List<String> digests = new ArrayList<>();
    // Some games are filled up but for eyes, so that few stones are dead; in others anything goes.
    boolean sensible = random.nextInt(3) > 0;
    int most = 3 * size * size;
    Step step = Step.going(0);
    while (!step.ended() && moves.size() < most) {
      String colour = game.playerToMove() == 0 ? "black" : "white";
      String answer = gnugo.send("all_legal " + colour);
      TreeSet<String> expected = new TreeSet<>(Arrays.asList(answer.strip().split("\\s+")));
      expected.remove("");
      assertThat(legal(game))
          .as("size %d, seed %d, after %s", size, seed, moves)
          .isEqualTo(expected);
      String move = choose(game, random, sensible);
      digests.add(digest(expected));
      moves.add(move);
      gnugo.send("play " + colour + " " + move);
      step = game.step(Action.of(action(game, move)));
    }
    Integer margin = null;
    // Of an unsettled board GNU Go tells the score that it expects.
    if (step.ended()
        && gnugo.send("final_status_list dead").isBlank()
        && gnugo.send("final_status_list dame").isBlank()) {
      margin = margin(gnugo.send("final_score"));
      assertThat(game.board().areaMargin()).as("size %d, seed %d", size, seed).isEqualTo(margin);
    }
    return new Recorded(size, moves, digests, margin);
  }

  private static String choose(Go game, SplittableRandom random, boolean sensible) {
    int pass = game.spec().actionCount() - 1;
    int chosen = pass;
    int count = 0;
    for (int action = 0; action < pass; action++) {
      if (game.isLegal(action)
          && !(sensible && game.board().isEye(action, game.toMove()))
          && random.nextInt(++count) == 0) {
        chosen = action;
      }
    }
    return game.actionName(!sensible && random.nextInt(30) == 0 ? pass : chosen);
  }

  /** {@code B+3.0}, {@code W+12.0} or {@code 0}. */
  private static int margin(String score) {
    if (score.startsWith("0")) {
      return 0;
    }
    int points = (int) Math.round(Double.parseDouble(score.substring(2)));
    return score.charAt(0) == 'B' ? points : -points;
  }

  static List<Recorded> recorded() throws IOException {
    List<Recorded> games = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(GnuGoGames.class.getResourceAsStream(RESOURCE)),
                StandardCharsets.US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] parts = line.split(";");
        games.add(
            new Recorded(
                Integer.parseInt(parts[0]),
                List.of(parts[1].split(" ")),
                List.of(parts[2].split("(?<=\\G.{4})")),
                parts[3].equals("-") ? null : Integer.valueOf(parts[3])));
      }
    }
    return games;
  }

  /** Writes games; see the class. */
  public static void main(String[] arguments) throws IOException {
    int games = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 120;
    long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
    try (GtpEngine gnugo = GtpEngine.start(command(seed), Duration.ofSeconds(60));
        PrintStream out =
            new PrintStream(
                new GZIPOutputStream(Files.newOutputStream(Path.of(arguments[0]))),
                false,
                StandardCharsets.US_ASCII)) {
      for (int number = 0; number < games; number++) {
        Recorded game = play(gnugo, 5 + 2 * (number % 3), seed + number);
        out.print(
            game.size()
                + ";"
                + String.join(" ", game.moves())
                + ";"
                + String.join("", game.digests())
                + ";"
                + (game.margin() == null ? "-" : game.margin())
                + "\n");
      }
    }
  }
}
