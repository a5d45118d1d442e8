package io.muzero.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Pile;
import io.muzero.environment.Step;
import io.muzero.protocol.GtpPlayer;
import io.muzero.selfplay.Evaluation.Spectator;
import io.muzero.selfplay.MatchResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class MatchTest {
  private static final GameOptions STONES = new GameOptions(Map.of("stones", 30));

  /** A player without chance, by a rule. */
  private static final class Ruled implements MatchPlayer {
    final List<Integer> over = new ArrayList<>();
    private final ToIntFunction<Environment> rule;
    private final int most;

    Ruled(int most, ToIntFunction<Environment> rule) {
      this.most = most;
      this.rule = rule;
    }

    @Override
    public int[] choose(List<Turn> turns, BooleanSupplier goOn) {
      assertThat(turns.stream().map(Turn::slot)).doesNotHaveDuplicates();
      return turns.stream().map(turn -> turn.episode().environment()).mapToInt(rule).toArray();
    }

    @Override
    public int mostGames() {
      return most;
    }

    @Override
    public void over(int game) {
      over.add(game);
    }

    @Override
    public void close() {}
  }

  private static Ruled perfect(int most) {
    return new Ruled(most, state -> ((Pile) state).left() % 3 == 2 ? 1 : 0);
  }

  private static Ruled careless() {
    return new Ruled(1000, state -> 0);
  }

  private static NamedPlayer named(String name, int side) {
    return new NamedPlayer(name, Pile.GAME, STONES, new NamedPlayer.Seeds(8, side));
  }

  private static MatchPlan plan(int games, int openings) {
    return new MatchPlan(games, openings, 8, null);
  }

  private static MatchReport play(MatchPlayer first, MatchPlayer second, MatchPlan plan) {
    return new Match(Pile.GAME, STONES, List.of(first, second), plan)
        .play(Spectator.NONE, () -> true);
  }

  @Test
  void play_pairs_haveTheSameOpeningAndChangedSeats() {
    MatchReport report = play(perfect(7), careless(), plan(60, 5));
    Set<List<Integer>> openings = new HashSet<>();
    for (int i = 0; i < 60; i += 2) {
      PlayedGame one = report.games().get(i);
      PlayedGame two = report.games().get(i + 1);
      assertThat(one.number()).isEqualTo(i);
      assertThat(one.seat()).isZero();
      assertThat(two.seat()).isEqualTo(1);
      assertThat(one.randomMoves()).isEqualTo(5).isEqualTo(two.randomMoves());
      assertThat(one.moves().subList(0, 5)).isEqualTo(two.moves().subList(0, 5));
      openings.add(one.moves().subList(0, 5));
    }
    // There are 32; one that was drawn before is drawn again.
    assertThat(openings).hasSizeGreaterThan(28);
  }

  @Test
  void play_itself_isEvenInEveryPair() {
    MatchReport report = play(perfect(9), perfect(4), plan(40, 6));
    PairCounts pairs = report.pairs();
    assertThat(pairs.one()).isEqualTo(20).isEqualTo(pairs.pairs());
    assertThat(report.elo().value()).isZero();
    assertThat(report.result("", 0).score()).isEqualTo(1 - report.result("", 1).score());
  }

  @Test
  void play_withoutOpenings_repeatedGamesCountOnce() {
    MatchReport report = play(perfect(5), careless(), plan(100, 0));
    MatchResult result = report.result("careless");
    assertThat(result.games()).isEqualTo(100);
    assertThat(result.distinct()).isEqualTo(2);
    assertThat(report.pairs().distinct()).isEqualTo(1);
    MatchResult two = new MatchResult("two", result.wins() / 50, 0, result.losses() / 50);
    assertThat(result.scoreLow()).isEqualTo(two.scoreLow());
  }

  /** Who is asked how many games at once changes nothing. */
  @Test
  void play_anyNumberOfSlots_sameGames() {
    MatchReport one = play(perfect(1), named("random", 1), plan(50, 3));
    MatchReport many = play(perfect(64), named("random", 1), plan(50, 3));
    assertThat(many.games()).isEqualTo(one.games());
    assertThat(one.result("").distinct()).isGreaterThan(40);
    assertThat(one.ended()).isEqualTo(MatchReport.Ended.COMPLETE);
  }

  @Test
  void play_bothRandom_drawTheirMovesByThemselves() {
    MatchReport report = play(named("random", 0), named("random", 1), plan(400, 0));
    assertThat(report.result("").score()).isBetween(0.4, 0.6);
    assertThat(report.result("").distinct()).isGreaterThan(390);
  }

  @Test
  void play_perfectMovingFirst_wins() {
    // 31 stones are no multiple of three, so who moves first wins; careless play loses from 30 too.
    MatchReport report =
        new Match(
                Pile.GAME,
                new GameOptions(Map.of("stones", 31)),
                List.of(perfect(3), perfect(3)),
                plan(10, 0))
            .play(Spectator.NONE, () -> true);
    assertThat(report.result("", 0).wins()).isEqualTo(5);
    assertThat(report.result("", 1).losses()).isEqualTo(5);
  }

  @Test
  void play_gamesThatAreOver_areTold() {
    Ruled player = perfect(3);
    play(player, careless(), plan(20, 2));
    assertThat(player.over).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void play_sprt_endsAtTheSamePairWhateverTheSlots() {
    MatchPlan plan = new MatchPlan(20_000, 6, 8, Sprt.of(0, 60));
    MatchReport one = play(perfect(1), careless(), plan);
    MatchReport many = play(perfect(500), careless(), plan);
    assertThat(one.ended()).isEqualTo(MatchReport.Ended.DECIDED);
    assertThat(many.games()).isEqualTo(one.games());
    Sprt test = Sprt.of(0, 60);
    assertThat(test.state(test.llr(one.pairs()))).isEqualTo(Sprt.State.H1);
    PairCounts before = MatchReport.count(one.games().subList(0, one.games().size() - 2));
    assertThat(test.state(test.llr(before))).isEqualTo(Sprt.State.UNDECIDED);
  }

  @Test
  void play_stopped_countsWholePairs() {
    int[] rounds = new int[1];
    MatchReport report =
        new Match(Pile.GAME, STONES, List.of(perfect(3), careless()), plan(2000, 4))
            .play(Spectator.NONE, () -> rounds[0]++ < 150);
    assertThat(report.ended()).isEqualTo(MatchReport.Ended.STOPPED);
    assertThat(report.games()).hasSizeBetween(4, 1000);
    assertThat(report.games().size() % 2).isZero();
    assertThat(report.pairs().pairs()).isEqualTo(report.games().size() / 2);
  }

  /**
   * The first pair's games are longer than all others, which the second side gives up: when the
   * match is stopped they count, but the test, which looks at pairs in order, has seen none.
   */
  @Test
  void play_stoppedBeforeTheFirstPairIsOver_hasTestedNone() {
    List<Integer> over = new ArrayList<>();
    MatchPlayer resigning =
        new MatchPlayer() {
          @Override
          public int[] choose(List<Turn> turns, BooleanSupplier goOn) {
            return turns.stream().mapToInt(turn -> turn.game() > 1 ? RESIGNS : 0).toArray();
          }

          @Override
          public int mostGames() {
            return 500;
          }

          @Override
          public void over(int game) {
            over.add(game);
          }

          @Override
          public void close() {}
        };
    Sprt test = Sprt.of(0, 60);
    MatchReport report =
        new Match(
                Pile.GAME,
                new GameOptions(Map.of("stones", 60)),
                List.of(careless(), resigning),
                new MatchPlan(20_000, 6, 8, test))
            .play(Spectator.NONE, () -> over.size() < 300);
    assertThat(report.ended()).isEqualTo(MatchReport.Ended.STOPPED);
    assertThat(test.state(test.llr(report.pairs()))).isEqualTo(Sprt.State.H1);
    assertThat(report.tested()).isEqualTo(PairCounts.EMPTY);
  }

  /** However many may go on side by side. */
  @Test
  void play_sprt_playsAtMostTwiceWhatItNeeds() {
    int atFirst = 2 * 4 * Runtime.getRuntime().availableProcessors();
    Ruled told = careless();
    MatchReport report =
        new Match(
                Pile.GAME,
                STONES,
                List.of(perfect(1000), told),
                new MatchPlan(20_000, 6, 8, Sprt.of(0, 60)))
            .play(
                new Spectator() {
                  @Override
                  public void saw(int number, Environment state, int action, Step step) {
                    begun = Math.max(begun, number + 1);
                  }
                },
                () -> true);
    assertThat(report.ended()).isEqualTo(MatchReport.Ended.DECIDED);
    assertThat(begun).isLessThanOrEqualTo(2 * report.games().size() + 2 * atFirst);
  }

  /** Games that have begun. */
  private int begun;

  /** Not after all first games of pairs have been played. */
  @Test
  void play_stoppedEarly_hasWholePairs() {
    Ruled perfect = perfect(1000);
    MatchReport report =
        new Match(Pile.GAME, STONES, List.of(perfect, careless()), plan(400, 4))
            .play(Spectator.NONE, () -> perfect.over.size() < 60);
    assertThat(report.ended()).isEqualTo(MatchReport.Ended.STOPPED);
    assertThat(report.games()).hasSizeBetween(40, 200);
  }

  /** An engine that does not answer is not waited for. */
  @Test
  void choose_givenUpWhileItWaits_endsAtOnce() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
    try (Parallel parallel = new Parallel()) {
      Turn turn = new Turn(0, 0, Episode.owning(Pile.GAME.create(STONES)));
      assertThatThrownBy(
              () ->
                  parallel.choose(
                      List.of(turn),
                      () -> System.nanoTime() < end,
                      one -> {
                        try {
                          Thread.sleep(TimeUnit.MINUTES.toMillis(5));
                        } catch (InterruptedException e) {
                          throw new IllegalStateException("interrupted", e);
                        }
                        return 0;
                      }))
          .isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void play_sprtThatDecides_hasTestedWhatCounts() {
    MatchReport report = play(perfect(50), careless(), new MatchPlan(20_000, 6, 8, Sprt.of(0, 60)));
    assertThat(report.tested()).isEqualTo(report.pairs());
  }

  /** As an engine does that is no program for this game. */
  private static int fail(Environment state) {
    GtpPlayer.requirePlayable(state, "pile");
    return 0;
  }

  @Test
  void play_engineThatFails_keepsWholePairsAndSaysWhy() {
    int[] asked = new int[1];
    Ruled engine = new Ruled(3, state -> ++asked[0] > 400 ? fail(state) : 0);
    MatchReport report = play(perfect(3), engine, plan(2000, 4));
    assertThat(report.ended()).isEqualTo(MatchReport.Ended.STOPPED);
    assertThat(report.failure()).hasMessageContaining("no GTP engine can play pile");
    assertThat(report.games()).hasSizeBetween(10, 200);
    assertThat(report.pairs().pairs()).isEqualTo(report.games().size() / 2);
  }

  @Test
  void play_gameThatFails_keepsWholePairsAndSaysWhy() {
    int[] steps = new int[1];
    Spectator failing =
        (int number, Environment state, int action, Step step) -> {
          if (++steps[0] > 2000) {
            throw new IllegalStateException("the pile fell over");
          }
        };
    MatchReport report =
        new Match(Pile.GAME, STONES, List.of(perfect(3), careless()), plan(2000, 4))
            .play(failing, () -> true);
    assertThat(report.ended()).isEqualTo(MatchReport.Ended.STOPPED);
    assertThat(report.failure()).hasMessage("the pile fell over");
    assertThat(report.games()).hasSizeBetween(10, 400);
    assertThat(report.pairs().pairs()).isEqualTo(report.games().size() / 2);
  }

  @Test
  void play_resignation_isALostGameWithItsMoves() {
    List<Integer> over = new ArrayList<>();
    Spectator spectator =
        new Spectator() {
          @Override
          public void saw(int number, Environment state, int action, Step step) {
            if (step.ended()) {
              over.add(number);
            }
          }

          @Override
          public void over(int number) {
            over.add(number);
          }
        };
    Ruled resigning = new Ruled(4, state -> ((Pile) state).left() < 15 ? MatchPlayer.RESIGNS : 0);
    MatchReport report =
        new Match(Pile.GAME, STONES, List.of(resigning, careless()), plan(20, 2))
            .play(spectator, () -> true);
    assertThat(report.games()).hasSize(20).allMatch(game -> game.result() == -1);
    assertThat(report.games()).allMatch(game -> game.moves().size() > 2);
    assertThat(over).hasSize(20).doesNotHaveDuplicates();
    assertThat(report.ended()).isEqualTo(MatchReport.Ended.COMPLETE);
  }

  @Test
  void play_spectator_seesEveryMove() {
    int[] seen = new int[2];
    Spectator counting =
        (int number, Environment state, int action, Step step) -> {
          seen[0] += action < 0 ? 1 : 0;
          seen[1] += action < 0 ? 0 : 1;
        };
    MatchReport report =
        new Match(Pile.GAME, STONES, List.of(perfect(3), careless()), plan(12, 4))
            .play(counting, () -> true);
    assertThat(seen[0]).isEqualTo(12);
    assertThat(seen[1])
        .isEqualTo(report.games().stream().mapToInt(game -> game.moves().size()).sum());
  }

  @Test
  void play_playerThatFails_failsHere() {
    NamedPlayer nobody = named("nobody", 1);
    assertThatThrownBy(() -> play(perfect(3), nobody, plan(4, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody");
    nobody.close();
  }

  @Test
  void plan_wrongNumbers_areRefused() {
    assertThatThrownBy(() -> plan(7, 0)).hasMessageContaining("must be even");
    assertThatThrownBy(() -> plan(0, 0)).hasMessageContaining("games must be within");
    assertThatThrownBy(() -> plan(4, -1)).hasMessageContaining("opening-moves must be within");
  }
}
