package io.muzero.ray;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.GameRegistry;
import io.muzero.environment.EnvironmentSpec;
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
import org.junit.jupiter.api.Test;

class SoundTrajectoryTest {
  private static final float MARK = 0.123456f;

  private static Trajectory played() throws Exception {
    int parameters = parameters();
    try (RemotePlayer player = new RemotePlayer(SmallRuns.setup(SmallRuns.config()), 0)) {
      player.take(new Weights(0, new float[parameters]));
      PlayedGamesMessage games =
          PlayedGamesMessage.decode(player.play(new PlayRequest(12, 60_000, 1 << 30)));
      return games.games().get(0).trajectory();
    }
  }

  private static int parameters() {
    try (var model = new RunSetup(SmallRuns.config()).model()) {
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
