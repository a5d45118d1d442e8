package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.expert.GameRecord;
import io.muzero.expert.RecordException;
import io.muzero.expert.RecordWriter;
import io.muzero.files.FileFailure;
import io.muzero.match.BradleyTerry;
import io.muzero.match.MatchPlan;
import io.muzero.match.PlayedGame;
import io.muzero.match.Sprt;
import io.muzero.settings.Excerpt;
import io.muzero.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code match}: who is stronger. */
@Command(
    name = "match",
    mixinStandardHelpOptions = true,
    description = {
      "Lets players meet: trained agents, reference players and engines.",
      "Each opening is played from both seats. Of more than two players each meets each.",
      "Ctrl-C ends it; the pairs of games that are over count."
    })
final class MatchCommand implements Runnable {
  private static final int GAMES = 400;

  /** With a test that ends the match, this is only a bound. */
  private static final int TESTED_GAMES = 20_000;

  private static final int MOST_PLAYERS = 50;

  private final Screen screen;

  @Parameters(
      paramLabel = "PLAYER",
      arity = "0..*", // with 2 an option that is misspelt is told as too few players
      description =
          "A player: the folder of a run (its best checkpoint) or of a checkpoint, a packed agent"
              + " by its file or by its name in the list of agents, a reference player such as"
              + " random, expert or perfect, or an engine, gtp:COMMAND or gomocup:COMMAND.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-g", "--game"},
      paramLabel = "NAME",
      completionCandidates = GameNames.class,
      description = "The game; needed when no player is a trained agent.")
  private @Nullable String game;

  @Mixin private ComparedOptions options;

  @Option(
      names = "--games",
      paramLabel = "N",
      description =
          "Games of each two players, an even number (default: 400; with --sprt at most 20000).")
  private @Nullable Integer games;

  @Option(
      names = {"--opening-moves", "--openings"},
      paramLabel = "N",
      defaultValue = "4",
      description =
          "Random moves that each game begins with, the same for a pair of games with the seats"
              + " changed (default: ${DEFAULT-VALUE}). With 0, players without chance repeat one"
              + " pair.")
  private int openings;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of openings, games and reference players (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Seconds per move of every agent, in place of a number of simulations.")
  private @Nullable Double seconds;

  @Option(
      names = "--sprt",
      paramLabel = "ELO0,ELO1",
      description =
          "End as soon as it is known, at 5 %% error, whether the first player is ELO1 stronger"
              + " than the second, or only ELO0; for example 0,10.")
  private @Nullable String sprt;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description =
          "Write the games: .sgf for go, othello and gomoku; any other name gets a line of moves a"
              + " game. .gz packs it.")
  private @Nullable Path save;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final AtomicBoolean stopped = new AtomicBoolean();

  MatchCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    if (names.size() < 2) {
      throw new UsageException(
          "a match has two players or more, was given "
              + (names.isEmpty() ? "none" : names.get(0) + " alone"));
    }
    if (names.size() > MOST_PLAYERS) {
      throw new UsageException(
          "there can be at most " + MOST_PLAYERS + " players, were " + names.size());
    }
    Sprt test = sprt == null ? null : sprt(sprt);
    MatchPlan plan = plan(test);
    if (seconds != null && !(seconds >= 0.001 && seconds <= 3600)) {
      throw new UsageException("--seconds must be within [0.001, 3600], was " + seconds);
    }
    if (seconds != null && options.simulations != null) {
      throw new UsageException("--seconds stands in place of --simulations: give one of them");
    }
    if (test != null && names.size() != 2) {
      throw new UsageException("--sprt tests two players, were " + names.size());
    }
    options.use();
    try (TerminalSize size = TerminalSize.of(screen)) {
      Contestants contestants =
          Contestants.find(
              names, new Contestants.Terms(options, game, seconds == null ? 0 : seconds), screen);
      requireMeaning(contestants);
      requireSavable(contestants);
      play(contestants, plan);
    }
  }

  /** Refuses options of agents where none plays. */
  private void requireMeaning(Contestants contestants) {
    String option =
        seconds != null ? "--seconds" : options.simulations != null ? "--simulations" : null;
    if (option != null
        && contestants.players().stream().noneMatch(Contestant.Trained.class::isInstance)) {
      throw new UsageException(
          option + " has no meaning here: no player is a trained agent, whose moves it is for");
    }
  }

  private MatchPlan plan(@Nullable Sprt test) {
    ComparedOptions.requireWithin("--seed", seed, 0, Long.MAX_VALUE);
    int most = test == null ? GAMES : TESTED_GAMES;
    try {
      return new MatchPlan(games == null ? most : games, openings, seed, test);
    } catch (InvalidSettingException e) {
      throw new UsageException("--" + e.getMessage());
    }
  }

  private static Sprt sprt(String text) {
    String[] words = text.split(",", -1);
    try {
      if (words.length == 2) {
        return Sprt.of(Double.parseDouble(words[0].strip()), Double.parseDouble(words[1].strip()));
      }
    } catch (InvalidSettingException e) {
      throw new UsageException("--sprt " + text + ": " + e.getMessage());
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UsageException(
        "--sprt must be two differences of Elo with a comma between, for example 0,10, was "
            + Excerpt.of(text));
  }

  private void requireSavable(Contestants contestants) {
    if (save == null) {
      return;
    }
    ResultPlace.require("--save", save);
    if (!contestants.game().create(contestants.options()).isDeterministic()) {
      throw new UsageException(
          "--save needs a game without chance, which "
              + contestants.game().name()
              + " does not claim to be: moves alone do not tell how it went");
    }
    try {
      new RecordWriter(contestants.game(), contestants.options(), "").requireWritable(save);
    } catch (RecordException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private void play(Contestants contestants, MatchPlan plan) {
    List<Contestant> players = contestants.players();
    Tournament tournament = new Tournament(contestants, plan);
    MatchText text = new MatchText(players, plan.sprt());
    if (!json) {
      introduce(contestants, plan);
    }
    StopSignals.installSilently(
        screen,
        () -> {
          screen.note("stopping: the games that are over count (Ctrl-C again ends at once)");
          stopped.set(true);
        });
    int all = Math.multiplyExact(plan.games(), tournament.matches());
    MatchProgress progress =
        new MatchProgress(
            screen,
            players.size() == 2 ? "a match" : players.size() + " players, each with each",
            all,
            contestants.game().create(contestants.options()).spec().maxSteps());
    List<Tournament.Played> played = tournament.play(progress, () -> !stopped.get());
    progress.finish();
    Optional<RuntimeException> failure = tournament.failure();
    if (played.isEmpty()) {
      failure.ifPresent(
          e -> {
            throw e;
          });
      throw new RunFailedException("the match was stopped before a pair of games was over");
    }
    BradleyTerry.@Nullable Ratings ratings = ratings(players, played, tournament.anchor());
    if (json) {
      ObjectNode object = object(contestants, plan, played, ratings, text);
      object.put("stopped", stopped.get() || failure.isPresent());
      object.put("failure", failure.map(Diagnosis::oneLine).orElse(null));
      screen.print(object.toString());
    } else {
      played.forEach(match -> text.lines(match).forEach(screen::print));
      if (players.size() > 2) {
        text.table(played, ratings).forEach(screen::print);
      }
    }
    if (save != null) {
      save(contestants, played, save); // last: a full disk must not cost the result
    }
    failure.ifPresent(
        e -> {
          throw e;
        });
  }

  private void introduce(Contestants contestants, MatchPlan plan) {
    screen.print(
        String.format(
            Locale.ROOT,
            "%s, %s%,d games%s, %d random %s first, seed %d",
            contestants.game().name(),
            plan.sprt() == null ? "" : "at most ",
            plan.games(),
            contestants.players().size() == 2 ? "" : " of each two",
            plan.openingMoves(),
            plan.openingMoves() == 1 ? "move" : "moves",
            plan.seed()));
    for (Contestant player : contestants.players()) {
      screen.print("  " + player.label() + ": " + player.description());
    }
  }

  /**
   * Ratings of more than two players; null where the games, as a stop left them, do not tie all of
   * them together.
   */
  static BradleyTerry.@Nullable Ratings ratings(
      List<Contestant> players, List<Tournament.Played> played, int anchor) {
    List<BradleyTerry.Pairing> pairings =
        played.stream()
            .map(one -> Tournament.pairing(one.first(), one.second(), one.result(players)))
            .toList();
    boolean rated =
        players.size() > 2 && BradleyTerry.tied(pairings, anchor).size() == players.size();
    return rated ? BradleyTerry.fit(players.size(), pairings, anchor) : null;
  }

  private ObjectNode object(
      Contestants contestants,
      MatchPlan plan,
      List<Tournament.Played> played,
      BradleyTerry.@Nullable Ratings ratings,
      MatchText text) {
    ObjectNode object = Json.object();
    object.put("game", contestants.game().name());
    object.put("gamesPlanned", plan.games());
    object.put("openingMoves", plan.openingMoves());
    object.put("openings", plan.openingMoves()); // its name before
    object.put("seed", plan.seed());
    ArrayNode players = object.putArray("players");
    contestants.players().forEach(player -> player.describe(players.addObject()));
    ArrayNode matches = object.putArray("matches");
    played.forEach(match -> text.put(matches.addObject(), match));
    ArrayNode rated = object.putArray("ratings");
    if (ratings != null) {
      for (int i = 0; i < contestants.players().size(); i++) {
        ObjectNode one = rated.addObject();
        one.put("name", contestants.players().get(i).label());
        MatchText.put(one, "elo", ratings.of(i));
      }
    }
    return object;
  }

  private void save(Contestants contestants, List<Tournament.Played> played, Path file) {
    List<GameRecord> records = new ArrayList<>();
    List<List<String>> seats = new ArrayList<>();
    for (Tournament.Played match : played) {
      String first = contestants.players().get(match.first()).label();
      String second = contestants.players().get(match.second()).label();
      for (PlayedGame one : match.report().games()) {
        seats.add(one.seat() == 0 ? List.of(first, second) : List.of(second, first));
        records.add(
            new GameRecord(
                contestants.game().name(),
                one.moves(),
                one.randomMoves(),
                one.seat() == 0 ? one.result() : -one.result(),
                new GameRecord.Source(file.toString(), seats.size())));
      }
    }
    try {
      new RecordWriter(
              contestants.game(),
              contestants.options(),
              (record, seat) -> seats.get(record.source().number() - 1).get(seat))
          .write(file, records);
    } catch (IOException e) {
      throw new RunFailedException(file + " cannot be written: " + FileFailure.reason(e), e);
    }
    screen.note("wrote " + records.size() + " games to " + file);
  }
}
