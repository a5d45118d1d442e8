package io.muzero.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Solver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A solver that looks at a game, and when it stops. */
class JudgeTest {
  private static final List<WantedMove> MOVES =
      List.of(WantedMove.named("b2"), WantedMove.named("a1"), WantedMove.named("c3"));

  private final StagedGame game = new StagedGame();

  private Session session() {
    Variant variant = game.shown().variant();
    Session session = new Session("one", variant, WebLimits.DEFAULT, 1);
    session.restart(variant, 1, MOVES);
    game.solving.release(100);
    return session;
  }

  private Judge judge(Session session) {
    Judge judge = new Judge(session, session.variant().solver().orElseThrow());
    assertThat(session.judgeBy(judge)).isTrue();
    return judge;
  }

  @Test
  void slice_looksAtOneMove_untilThereIsNoMore() {
    Session session = session();
    Judge judge = judge(session);
    for (int ply = 0; ply < MOVES.size(); ply++) {
      assertThat(session.judgeBy(judge)).isFalse();
      assertThat(judge.slice()).isTrue();
      assertThat(session.whole().get("judged")).hasSize(ply + 1);
    }
    assertThat(judge.slice()).isFalse();
    // Another look finds all done.
    assertThat(judge(session).slice()).isFalse();
    assertThat(game.looks).hasValue(MOVES.size());
  }

  @Test
  void lastReaderLeaves_endsIt() throws Exception {
    Session session = session();
    AutoCloseable one = session.watch(new EventStream());
    AutoCloseable two = session.watch(new EventStream());
    Judge judge = judge(session);
    one.close();
    assertThat(judge.slice()).isTrue();
    two.close();
    assertThat(judge.slice()).isFalse();
    assertThat(game.looks).hasValue(1);
  }

  @Test
  void closedSession_endsIt_andBeginsNoOther() {
    Session session = session();
    Judge judge = judge(session);
    session.close();
    assertThat(judge.slice()).isFalse();
    assertThat(session.judgeBy(new Judge(session, game.solver(GameOptions.NONE).orElseThrow())))
        .isFalse();
    assertThat(game.looks).hasValue(0);
  }

  @Test
  void gameThatChanges_isLookedAtAsItIs() {
    Session session = session();
    Judge judge = judge(session);
    assertThat(judge.slice()).isTrue();
    session.undo(2);
    assertThat(judge.slice()).as("the one move was looked at").isFalse();
    Judge next = judge(session);
    session.restart(session.variant(), 1, MOVES);
    assertThat(next.slice()).isFalse();
    assertThat(session.whole().get("judged")).isEmpty();
  }

  @Test
  void solverThatFails_isTold_andCanBeAskedAgain() {
    Session session = session();
    Judge failing =
        new Judge(
            session,
            new Solver() {
              @Override
              public int[] actionValues(Environment environment) {
                throw new IllegalStateException("no");
              }

              @Override
              public boolean canEnumerate() {
                return false;
              }
            });
    assertThat(session.judgeBy(failing)).isTrue();
    assertThatThrownBy(failing::slice).isInstanceOf(IllegalStateException.class);
    assertThat(judge(session).slice()).isTrue();
  }
}
