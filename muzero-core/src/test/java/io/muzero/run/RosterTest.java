package io.muzero.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.blackboard.Counter;
import io.muzero.environment.Walk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RosterTest {
  /** Two workers and a reanalyser, without the run. */
  private static final class Bench implements AutoCloseable {
    final RunContext context;
    final Roster roster;

    Bench(byte[] saved, int workers) throws IOException {
      context =
          Runs.context(
              Runs.config(Walk.GAME, "reanalyse.share=1", "selfPlay.workers=" + workers),
              new RunClock(System::nanoTime, 0));
      RoleStates states =
          saved.length == 0
              ? RoleStates.NONE
              : RoleStates.read(new DataInputStream(new ByteArrayInputStream(saved)));
      roster =
          new Roster(
              SelfPlayPlace.THREADS.roles(context),
              Optional.of(new ReanalyseRole(context)),
              states);
    }

    Bench begin() throws IOException {
      for (Role role : roster.all()) {
        role.begin();
      }
      return this;
    }

    byte[] save() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      roster.states().write(new DataOutputStream(bytes));
      return bytes.toByteArray();
    }

    void play(int moves) {
      for (int i = 0; i < moves; i++) {
        roster.players().forEach(Role::turn);
      }
    }

    long count(Counter counter) {
      return context.board().counters().get(counter);
    }

    @Override
    public void close() {
      roster.all().forEach(Role::close);
    }
  }

  private static Bench begun(byte[] saved, int workers) throws IOException {
    return new Bench(saved, workers).begin();
  }

  @Test
  void save_andRestore_rolesGoOnAlike() throws IOException {
    try (Bench first = begun(new byte[0], 2)) {
      first.play(30);
      assertThat(first.roster.reanalyser().orElseThrow().turn()).isTrue();
      assertThat(first.count(Counter.REANALYSED)).isPositive();
      first.roster.nextPlayer();
      byte[] saved = first.save();
      first.play(25);
      try (Bench second = begun(saved, 2)) {
        assertThat(second.roster.states().turn()).isOne();
        assertThat(second.save()).isEqualTo(saved);
        second.play(25);
        assertThat(second.save()).isEqualTo(first.save());
      }
    }
  }

  @Test
  void restore_otherNumberOfWorkers_takesThoseThereAre() throws IOException {
    byte[] saved;
    try (Bench two = begun(new byte[0], 2)) {
      two.play(9);
      two.roster.nextPlayer();
      saved = two.save();
    }
    try (Bench one = begun(saved, 1)) {
      assertThat(one.roster.states().turn()).isZero();
      one.play(5);
    }
    try (Bench three = begun(saved, 3)) {
      three.play(30);
      assertThat(three.context.buffer().size()).isPositive();
    }
  }

  @Test
  void save_rolesThatHaveNotBegun_saysWhatTheyWereRestoredFrom() throws IOException {
    byte[] saved;
    try (Bench bench = begun(new byte[0], 2)) {
      bench.play(9);
      saved = bench.save();
    }
    try (Bench bench = new Bench(saved, 2)) {
      assertThat(bench.save()).isEqualTo(saved);
    }
    byte[] never;
    try (Bench bench = new Bench(new byte[0], 2)) {
      never = bench.save();
    }
    try (Bench bench = begun(never, 2)) {
      bench.play(3);
      assertThat(bench.count(Counter.ENV_STEPS)).isEqualTo(3 * 2 * 3);
    }
  }

  @Test
  void restore_cutShort_isRefused() throws IOException {
    byte[] saved;
    try (Bench bench = begun(new byte[0], 2)) {
      saved = bench.save();
    }
    byte[] shorter = Arrays.copyOf(saved, saved.length - 1);
    assertThatThrownBy(() -> new Bench(shorter, 2)).isInstanceOf(IOException.class);
    saved[3] = 99;
    assertThatThrownBy(() -> new Bench(saved, 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format 99");
  }

  @Test
  void state_ofAPlayer_saysWhatItDidAndWithWhichWeights() throws IOException {
    try (Bench bench = begun(new byte[0], 2)) {
      Role player = bench.roster.players().get(1);
      assertThat(player.state().activity()).isEqualTo(WorkerState.Activity.BEGINNING);
      assertThat(player.state().weightsStep()).isEqualTo(-1);
      player.turn();
      player.turn();
      WorkerState state = player.state();
      assertThat(state.name()).isEqualTo("self-play 1");
      assertThat(state.activity()).isEqualTo(WorkerState.Activity.PLAYING);
      assertThat(state.moves()).isEqualTo(2 * 3);
      assertThat(state.weightsStep()).isZero();
      assertThat(state.weightsBehind()).isZero();
      float[] values = bench.context.board().weights().newest().values();
      bench.context.board().weights().publish(new io.muzero.network.Weights(7, values));
      assertThat(player.state().weightsBehind()).isEqualTo(7);
      player.turn();
      assertThat(player.state().weightsStep()).isEqualTo(7);
      assertThat(bench.roster.players().get(0).state().moves()).isZero();
    }
  }

  @Test
  void roles_ofAnotherPlace_playThroughTheIntake() {
    RunContext context = Runs.context(Runs.config(Walk.GAME), new RunClock(System::nanoTime, 0));
    SelfPlayIntake intake = context.intake();
    intake.moved(new io.muzero.selfplay.SelfPlayMove(3, 2, 12, 15, 5, 3, 1.5, new float[3], 4));
    assertThat(context.board().counters().get(Counter.GAMES)).isEqualTo(2);
    assertThat(context.board().counters().get(Counter.DEPTH)).isEqualTo(18);
    assertThat(List.of(Counter.SAMPLES, Counter.ENTITLED))
        .allMatch(counter -> context.board().counters().get(counter) == 0);
  }
}
