package io.muzero.ray.wire;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What an actor needs to play a run's games, besides weights: it is put into the object store once.
 *
 * @param version the learner's program; an actor of another one refuses to play
 * @param yaml the run's configuration, whole
 * @param gameJars jars with games of the user's own
 */
public record ActorSetup(String version, String yaml, List<GameJar> gameJars) {
  /** Copies the list. */
  public ActorSetup {
    gameJars = List.copyOf(gameJars);
  }

  /**
   * A jar with games.
   *
   * @param name its file's name
   * @param bytes the whole file; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record GameJar(String name, byte[] bytes) {}

  /** The message. */
  public byte[] encode() {
    return Envelope.seal(
        Envelope.Kind.SETUP,
        Envelope.bytes(
            out -> {
              write(version.getBytes(StandardCharsets.UTF_8), out);
              write(yaml.getBytes(StandardCharsets.UTF_8), out);
              out.writeInt(gameJars.size());
              for (GameJar jar : gameJars) {
                write(jar.name().getBytes(StandardCharsets.UTF_8), out);
                write(jar.bytes(), out);
              }
            }));
  }

  private static void write(byte[] bytes, java.io.DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * The setup of a message.
   *
   * @throws DamagedMessageException when it is damaged
   */
  public static ActorSetup decode(byte[] message) throws DamagedMessageException {
    ByteBuffer content = Envelope.open(Envelope.Kind.SETUP, message);
    try (DataInputStream in =
        new DataInputStream(
            new ByteArrayInputStream(message, content.position(), content.remaining()))) {
      String version = text(in);
      String yaml = text(in);
      int count = in.readInt();
      List<GameJar> jars = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        jars.add(new GameJar(text(in), read(in)));
      }
      return new ActorSetup(version, yaml, jars);
    } catch (IOException e) {
      throw new DamagedMessageException("a setup is damaged: " + e.getMessage(), e);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(read(in), StandardCharsets.UTF_8);
  }

  private static byte[] read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a part cannot have " + length + " bytes");
    }
    return in.readNBytes(length);
  }
}
