package io.muzero.ray.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muzero.config.ResolvedConfig;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.Weights;
import io.muzero.ray.SmallRuns;
import io.muzero.ray.wire.ActorSetup;
import io.muzero.ray.wire.PlayRequest;
import io.muzero.ray.wire.PlayedGamesMessage;
import io.muzero.replay.Trajectory;
import io.muzero.run.NewestWeights;
import io.muzero.run.RunSetup;
import io.muzero.run.SelfPlayRole;
import io.muzero.selfplay.GameWatch;
import io.muzero.selfplay.SelfPlayPorts;
import io.muzero.selfplay.SelfPlayWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RemotePlayerTest {
  private static final ResolvedConfig CONFIG = SmallRuns.config();
  private static final int MOVES = 40;
  private static final PlayRequest TEN_MOVES = new PlayRequest(10, 60_000, 1 << 30);

  private static Weights weights(long version) {
    Random random = new Random(version);
    float[] values = new float[parameters()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * 0.3f;
    }
    return new Weights(version, values);
  }

  private static int parameters() {
    try (DjlMuZeroModel model = new RunSetup(CONFIG).model()) {
      model.load(new Weights(0, new float[1]));
      throw new AssertionError("a network of one parameter");
    } catch (IllegalArgumentException e) {
      // "this network has N parameters, …"
      return Integer.parseInt(e.getMessage().replaceAll("\\D*(\\d+) parameters,.*", "$1"));
    }
  }

  /** What thread {@code number} of the run would record in as many moves. */
  private static List<Trajectory> ofThread(int number, Weights weights) {
    List<Trajectory> recorded = new ArrayList<>();
    RunSetup setup = new RunSetup(CONFIG);
    try (DjlMuZeroModel model = setup.model();
        SelfPlayWorker worker =
            SelfPlayRole.worker(
                setup,
                number,
                model,
                new SelfPlayPorts(
                    new NewestWeights(model, () -> weights),
                    (game, trajectory) -> recorded.add(trajectory),
                    move -> {}),
                new GameWatch("tictactoe", () -> 0))) {
      for (int i = 0; i < MOVES; i++) {
        worker.move();
      }
    }
    return recorded;
  }

  @Test
  void play_inFourRequests_recordsWhatTheThreadOfTheSameNumberDoes() throws Exception {
    for (int number : new int[] {0, 5}) {
      List<Trajectory> recorded = new ArrayList<>();
      int positions = 0;
      try (RemotePlayer player = new RemotePlayer(SmallRuns.setup(CONFIG), number)) {
        player.take(weights(7));
        player.take(weights(3)); // older: not taken
        for (int i = 0; i < MOVES / 10; i++) {
          PlayedGamesMessage played = PlayedGamesMessage.decode(player.play(TEN_MOVES));
          assertThat(played.actor()).isEqualTo(number);
          assertThat(played.sequence()).isEqualTo(i);
          assertThat(played.moves().trainingStep()).isEqualTo(7);
          assertThat(played.moves().simulations()).isEqualTo(10 * 3 * 4);
          positions += played.moves().positions();
          played.games().forEach(game -> recorded.add(game.trajectory()));
        }
      }
      assertThat(recorded).hasSizeGreaterThan(10).isEqualTo(ofThread(number, weights(7)));
      assertThat(positions).isEqualTo(MOVES * 3);
    }
  }

  @Test
  void play_timeOrBytesUsedUp_answersAfterOneMove() throws Exception {
    try (RemotePlayer player = new RemotePlayer(SmallRuns.setup(CONFIG), 0)) {
      player.take(weights(1));
      for (PlayRequest short1 :
          List.of(new PlayRequest(1000, 0, 1 << 30), new PlayRequest(1000, 60_000, 0))) {
        assertThat(PlayedGamesMessage.decode(player.play(short1)).moves().positions()).isEqualTo(3);
      }
    }
  }

  @Test
  void player_ofAnotherProgram_refusesWithBothNamed() {
    ActorSetup other = new ActorSetup("0.0.1 (messages 1)", "", List.of());
    assertThatThrownBy(() -> new RemotePlayer(other, 0))
        .hasMessageContaining("the learner's is 0.0.1 (messages 1)")
        .hasMessageContaining("muzero.jar of this node is not packed (messages 2)");
  }

  @Test
  void play_brokenConfiguration_saysWhy() {
    ActorSetup broken =
        new ActorSetup(io.muzero.ray.wire.ProgramVersion.here(), "game: nosuchgame\n", List.of());
    try (RemotePlayer player = new RemotePlayer(broken, 2)) {
      player.take(new Weights(0, new float[1]));
      assertThatThrownBy(() -> player.play(TEN_MOVES))
          .hasMessageStartingWith("actor 2 cannot play: ")
          .hasMessageContaining("nosuchgame");
    }
  }
}
