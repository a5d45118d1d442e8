package io.muzero.ray;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.config.ResolvedConfig;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.ObservationFormat;
import io.muzero.network.Weights;
import io.muzero.ray.actor.RemotePlayer;
import io.muzero.ray.wire.PlayRequest;
import io.muzero.ray.wire.PlayedGamesMessage;
import io.muzero.replay.Trajectory;
import io.muzero.run.RunSetup;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoundTrajectoryTest {
  private static final float MARK = 0.123456f;

  private static Trajectory played() throws Exception {
    return played(SmallRuns.config(), 12);
  }

  /** The first game that ends within so many moves. */
  private static Trajectory played(ResolvedConfig config, int moves) throws Exception {
    int parameters = parameters(config);
    try (RemotePlayer player = new RemotePlayer(SmallRuns.setup(config), 0)) {
      player.take(new Weights(0, new float[parameters]));
      PlayedGamesMessage games =
          PlayedGamesMessage.decode(player.play(new PlayRequest(moves, 60_000, 1 << 30)));
      return games.games().get(0).trajectory();
    }
  }

  private static int parameters(ResolvedConfig config) {
    try (var model = new RunSetup(config).model()) {
      model.load(new Weights(0, new float[1]));
      throw new AssertionError("a network of one parameter");
    } catch (IllegalArgumentException e) {
      return Integer.parseInt(e.getMessage().replaceAll("\\D*(\\d+) parameters,.*", "$1"));
    }
  }

  @Test
  void complaint_playedHere_none() throws Exception {
    EnvironmentSpec spec = new RunSetup(SmallRuns.config()).spec();
    assertThat(new SoundTrajectory(spec).complaint(played())).isEmpty();
  }

  @Test
  void complaint_valueThatIsNoNumber_isNamed() throws Exception {
    Trajectory sound = played();
    float[] values = new float[sound.searchedPositions()];
    Arrays.fill(values, MARK);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    sound.withRootValues(values).write(new DataOutputStream(bytes));
    ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
    int poisoned = 0;
    for (int i = 0; i + 4 <= buffer.capacity(); i++) {
      if (buffer.getFloat(i) == MARK && poisoned == 0) {
        buffer.putFloat(i, Float.NaN);
        poisoned++;
      }
    }
    assertThat(poisoned).isEqualTo(1);
    Trajectory broken =
        Trajectory.read(new DataInputStream(new ByteArrayInputStream(buffer.array())));
    assertThat(new SoundTrajectory(new RunSetup(SmallRuns.config()).spec()).complaint(broken))
        .contains("a trajectory has a value that is not finite at position 0");
  }

  /** Bytes before the first frame: format, end, first, last, training step, length. */
  private static final int FRAMES_AT = 1 + 1 + 4 + 4 + 8 + 4;

  private static ByteBuffer written(Trajectory sound) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    sound.write(new DataOutputStream(bytes));
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static Optional<String> complaint(ResolvedConfig config, ByteBuffer trajectory)
      throws Exception {
    return new SoundTrajectory(new RunSetup(config).spec())
        .complaint(
            Trajectory.read(new DataInputStream(new ByteArrayInputStream(trajectory.array()))));
  }

  private static Optional<String> complaint(Trajectory trajectory) {
    return new SoundTrajectory(new RunSetup(SmallRuns.config()).spec()).complaint(trajectory);
  }

  /** A learner would end with a loss that is not finite. */
  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void complaint_frameWithANumberThatIsNotFinite_isNamed(float number) throws Exception {
    ResolvedConfig config = SmallRuns.configOf("cartpole");
    Trajectory sound = played(config, 300);
    assertThat(sound.format()).isEqualTo(ObservationFormat.FLOATS);
    assertThat(complaint(config, written(sound))).isEmpty();
    int last = sound.frameCount() * sound.frameSize() - 1;
    for (int index : new int[] {0, last}) {
      ByteBuffer bytes = written(sound);
      bytes.putFloat(FRAMES_AT + 4 * index, number);
      assertThat(complaint(config, bytes))
          .contains("a trajectory has a frame with a number that is not finite");
    }
  }

  @Test
  void complaint_playerWhoDoesNotPlay_isNamed() throws Exception {
    Trajectory sound = played();
    int steps = sound.length();
    int toPlay =
        FRAMES_AT
            + sound.frameCount() * sound.frameSize() // a byte each
            + (4 + 4 * steps) // actions
            + (4 + 4 * steps) // rewards
            + (4 + 4 * steps * sound.actionCount()) // policies
            + (4 + steps) // explored
            + 4;
    for (byte player : new byte[] {2, -1}) {
      ByteBuffer bytes = written(sound);
      assertThat(bytes.get(toPlay + 1)).as("the second player").isEqualTo((byte) 1);
      bytes.put(toPlay + 1, player);
      assertThat(complaint(SmallRuns.config(), bytes))
          .contains("a trajectory has player " + player + " to move at position 1, the game has 2");
    }
  }

  @Test
  void complaint_policyThatIsNoDistribution_isNamed() throws Exception {
    Trajectory sound = played();
    float[] policies = new float[sound.length() * sound.actionCount()];
    float[] values = new float[sound.searchedPositions()];
    float[] networkValues = new float[sound.length()];
    for (int t = 0; t < sound.length(); t++) {
      policies[t * sound.actionCount()] = 0.25f;
      policies[t * sound.actionCount() + 1] = 0.75f;
    }
    assertThat(complaint(sound.withTargets(policies, values, networkValues))).isEmpty();
    int second = sound.actionCount();
    policies[second] = 0.5f;
    assertThat(complaint(sound.withTargets(policies, values, networkValues)))
        .contains(
            "a trajectory has a policy at step 1 that is no distribution: its shares are together"
                + " 1.25");
    policies[second] = -0.25f;
    policies[second + 1] = 1.25f;
    assertThat(complaint(sound.withTargets(policies, values, networkValues)))
        .contains(
            "a trajectory has a policy at step 1 that is no distribution: its shares are partly"
                + " negative");
  }

  @Test
  void complaint_framesOfAnotherFormat_isNamed() throws Exception {
    EnvironmentSpec bytes =
        new RunSetup(SmallRuns.config()).spec().withFormat(ObservationFormat.BYTES);
    assertThat(new SoundTrajectory(bytes).complaint(played()))
        .contains("a trajectory has frames of FLAGS, the game has BYTES");
  }

  @Test
  void complaint_otherGame_isNamed() throws Exception {
    EnvironmentSpec other =
        new RunSetup(
                new ConfigReader(GameRegistry.installed())
                    .read(List.of(new ConfigLayer.Flag("--game", "game", "connect4"))))
            .spec();
    assertThat(new SoundTrajectory(other).complaint(played()))
        .hasValueSatisfying(why -> assertThat(why).contains("the game has"));
  }
}
