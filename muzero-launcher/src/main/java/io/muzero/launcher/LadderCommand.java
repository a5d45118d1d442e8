package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.agent.TrainedAgent;
import io.muzero.files.FileFailure;
import io.muzero.match.Elo;
import io.muzero.metrics.TensorBoardSink;
import io.muzero.storage.RunFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ladder}: how a run's strength grew, and whether it still does. */
@Command(
    name = "ladder",
    mixinStandardHelpOptions = true,
    description = {
      "Measures a run's checkpoints and says whether the run still gets better. run.snapshotMinutes"
          + " keeps checkpoints of the way.",
      "Two players: Elo above the random player. Each checkpoint meets its neighbours, the random"
          + " player and the strongest reference player.",
      "One player: the mean return of episodes. What was measured stays in RUN/ladder, and so do"
          + " curves for TensorBoard."
    })
final class LadderCommand implements Runnable {
  /** The folder in a run's folder. */
  private static final String FOLDER = "ladder";

  private static final int GAMES = 40;
  private static final int EPISODES = 100;
  private static final int OPENING_MOVES = 4;

  private final Screen screen;

  @Parameters(
      paramLabel = "RUN",
      arity = "1",
      description = "The run's folder, for example checkpoints/connect4/latest.")
  private @Nullable Path run;

  @Mixin private ComparedOptions options;

  @Option(
      names = "--games",
      paramLabel = "N",
      description =
          "Games between neighbours, an even number; half as many against reference players"
              + " (default: 40).")
  private @Nullable Integer games;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "Episodes of each checkpoint in a one-player game (default: 100).")
  private @Nullable Integer episodes;

  @Option(
      names = "--rungs",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "Checkpoints at most: the first, the last, and others between (default:"
              + " ${DEFAULT-VALUE}).")
  private int most;

  @Option(
      names = {"--opening-moves", "--openings"},
      paramLabel = "N",
      description = "Random moves that each game begins with (default: 4).")
  private @Nullable Integer openings;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of openings, games and reference players (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write the table as CSV.")
  private @Nullable Path csv;

  @Option(names = "--png", paramLabel = "FILE", description = "Draw the curve.")
  private @Nullable Path png;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final Stop stop = new Stop();

  LadderCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    requireOptions();
    options.use();
    Path folder = RunFolder.resolve(Objects.requireNonNull(run), screen::note);
    if (!Files.exists(folder)) {
      throw new UsageException("the run " + run + " does not exist");
    }
    List<Rung> rungs = Rung.of(folder, most, screen);
    try (TerminalSize size = TerminalSize.of(screen)) {
      measure(folder, rungs);
    }
  }

  private void requireOptions() {
    if (games != null) {
      ComparedOptions.requireWithin("--games", games, 4, 100_000);
      if (games % 2 != 0) {
        throw new UsageException(
            "--games must be even: each opening is played from both seats, was " + games);
      }
    }
    if (episodes != null) {
      ComparedOptions.requireWithin("--episodes", episodes, 2, 1_000_000);
    }
    ComparedOptions.requireWithin("--rungs", most, 2, 1000);
    ComparedOptions.requireWithin("--opening-moves", openingMoves(), 0, 1000);
    ComparedOptions.requireWithin("--seed", seed, 0, Long.MAX_VALUE);
    ResultPlace.require("--csv", csv);
    ResultPlace.require("--png", png);
  }

  private int openingMoves() {
    return openings == null ? OPENING_MOVES : openings;
  }

  private void measure(Path folder, List<Rung> rungs) {
    Path newest = rungs.get(rungs.size() - 1).checkpoint();
    Contestant.Trained like;
    LadderPlan.Rules rules;
    boolean alone;
    try (TrainedAgent agent = TrainedAgent.load(newest, options.loading(screen))) {
      like =
          new Contestant.Trained("", newest.toString(), agent.info(), options.loading(screen), 0);
      rules = new LadderPlan.Rules(agent.game(), agent.gameOptions(), agent.deciding());
      alone = agent.newEnvironment().spec().players() == 1;
    }
    requireMeaning(alone);
    if (!json) {
      screen.print(
          String.format(
              Locale.ROOT,
              "%s, %d %s of %s, %d simulations a move",
              rules.game().name(),
              rungs.size(),
              rungs.size() == 1 ? "checkpoint" : "checkpoints",
              folder,
              like.info().simulations()));
    }
    stop.listen(screen, "what is measured counts");
    Path kept = folder.resolve(FOLDER);
    make(kept);
    int byDefault = alone ? EPISODES : GAMES;
    Integer wanted = alone ? episodes : games;
    LadderGames known = LadderGames.read(kept.resolve("games.json"), screen);
    Ladder ladder =
        new Ladder(
            rungs,
            like,
            rules,
            new Ladder.Order(wanted == null ? byDefault : wanted, openingMoves(), seed),
            known);
    Optional<LadderReport> report =
        alone ? ladder.returns(screen, stop.goOn()) : ladder.matches(screen, stop.goOn());
    LadderReport found =
        report.orElseThrow(
            () ->
                new RunFailedException("the ladder was stopped before a checkpoint was measured"));
    show(found, folder, rules);
    write(found, folder, rules, known);
  }

  private void requireMeaning(boolean alone) {
    if (alone && games != null) {
      throw new UsageException("--games has no meaning here: a one-player game has --episodes");
    }
    if (alone && openings != null) {
      throw new UsageException("--opening-moves has no meaning here: it is for two-player games");
    }
    if (!alone && episodes != null) {
      throw new UsageException("--episodes has no meaning here: a two-player game has --games");
    }
  }

  private static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new RunFailedException(folder + " cannot be made: " + FileFailure.reason(e), e);
    }
  }

  private void show(LadderReport report, Path folder, LadderPlan.Rules rules) {
    if (json) {
      ObjectNode object = Json.object();
      object.put("game", rules.game().name());
      object.put("run", folder.toString());
      object.put("openingMoves", openingMoves());
      object.put("stopped", stop.asked());
      report.put(object);
      screen.print(object.toString());
    } else {
      report.lines().forEach(screen::print);
    }
  }

  /** Comes after the result is shown: a full disk must not cost it. */
  private void write(LadderReport report, Path folder, LadderPlan.Rules rules, LadderGames known) {
    if (csv != null) {
      byte[] table = report.csv().getBytes(StandardCharsets.UTF_8);
      write(csv, table);
    }
    if (png != null) {
      String title =
          rules.game().name() + ", " + folder.getFileName() + ": " + report.measure().words();
      write(png, picture(new LadderChart(report, title)));
    }
    int rungs = report.rungs().size();
    if (stop.asked() && known.curve() > rungs) {
      screen.note("the curves of the ladder before stay: they have more checkpoints");
      return;
    }
    try {
      curves(report, folder.resolve(FOLDER));
    } catch (IOException | UncheckedIOException e) {
      throw new RunFailedException(
          "the curves in " + folder.resolve(FOLDER) + " cannot be written: " + e.getMessage(), e);
    }
    known.putCurve(rungs);
  }

  /** Curves for TensorBoard, in place of those of the ladder before. */
  private static void curves(LadderReport report, Path folder) throws IOException {
    try (DirectoryStream<Path> before =
        Files.newDirectoryStream(folder, "events.out.tfevents.*.muzero.*")) {
      for (Path file : before) {
        Files.delete(file);
      }
    }
    String tag = "ladder/" + report.measure().key();
    try (TensorBoardSink sink = TensorBoardSink.create(folder, InstantSource.system())) {
      for (int i = 0; i < report.rungs().size(); i++) {
        long step = report.rungs().get(i).step();
        Elo.Interval strength = report.strengths().get(i);
        sink.scalar(tag, step, strength.value());
        sink.scalar(tag + "_low", step, strength.low());
        sink.scalar(tag + "_high", step, strength.high());
      }
    }
  }

  private static byte[] picture(LadderChart chart) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      if (!ImageIO.write(chart.draw(), "png", bytes)) {
        throw new RunFailedException("this Java cannot write PNG files");
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Path file, byte[] bytes) {
    ResultPlace.write(file, out -> out.write(bytes));
    screen.note("wrote " + file);
  }
}
