package io.muzero.ray.driver;

import io.muzero.ray.actor.RemotePlayer;
import io.muzero.ray.wire.ActorSetup;
import io.muzero.ray.wire.DamagedMessageException;
import io.muzero.ray.wire.PlayRequest;
import io.muzero.ray.wire.WeightsMessage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A {@link RemotePlayer} as Ray's actor. Arguments and results are {@code byte[]} of exact size,
 * which Ray passes on as they are; objects would go through its slow serialiser. Ray calls it on
 * several threads: weights come while it plays.
 */
final class RayActor {
  private final RemotePlayer player;

  /**
   * An actor.
   *
   * @param setup an {@link ActorSetup}
   * @param number its number, 4 bytes
   */
  RayActor(byte[] setup, byte[] number) throws DamagedMessageException {
    player = new RemotePlayer(ActorSetup.decode(setup), ByteBuffer.wrap(number).getInt());
  }

  /** Where it is, as text. */
  byte[] where() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostAddress();
    } catch (UnknownHostException e) {
      host = "a node";
    }
    return (host + " process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
  }

  /** Takes the weights of a {@link WeightsMessage}. */
  byte[] take(byte[] weights) throws DamagedMessageException {
    player.take(WeightsMessage.decode(weights));
    return new byte[0];
  }

  /** Plays what a {@link PlayRequest} asks for, as {@link RemotePlayer#play}. */
  byte[] play(byte[] request) throws DamagedMessageException, InterruptedException {
    return player.play(PlayRequest.decode(request));
  }
}
