package io.muzero.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.storage.AgentArchive;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Manifest;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an agent's weights are kept in, without its settings: a checkpoint, or four files apart from
 * any run. Immutable and thread-safe.
 */
sealed interface KeptAgent {
  /** A checkpoint. */
  static KeptAgent of(Checkpoint checkpoint) {
    return new OfRun(checkpoint);
  }

  /**
   * A packed agent.
   *
   * @param place what people call it by
   */
  static KeptAgent of(String place, AgentArchive archive) {
    return new Packed(place, archive);
  }

  /** What people call it by. */
  String place();

  /** What it is, for messages. */
  String noun();

  /** The manifest of its weights. */
  Manifest manifest();

  /** Its card, when it has one. */
  Optional<AgentCard> card();

  /** Opens its weights. */
  Weights weights();

  /** How long its run has trained, as far as it is known here. */
  Extent extent();

  /**
   * How long a run has trained.
   *
   * @param steps training steps
   * @param minutes minutes of training
   */
  record Extent(long steps, double minutes) {
    /** A counter of manifests, the milliseconds that a run has trained. */
    private static final String MILLIS = "wall_millis";

    static Extent of(Manifest manifest) {
      Long millis = manifest.counters().get(MILLIS);
      return new Extent(manifest.step(), millis == null ? 0 : millis / 60e3);
    }
  }

  /** The same weights with a card and settings, apart from the run. */
  AgentArchive archive(AgentCard card, String config);

  /** The file of weights. */
  @FunctionalInterface
  interface Weights {
    /** Opens it; the caller closes the stream. */
    InputStream open() throws IOException;
  }

  /**
   * A checkpoint in the folder of a run.
   *
   * @param checkpoint checked
   */
  record OfRun(Checkpoint checkpoint) implements KeptAgent {
    @Override
    public String place() {
      return checkpoint.folder().toString();
    }

    @Override
    public String noun() {
      return "the checkpoint";
    }

    @Override
    public Manifest manifest() {
      return checkpoint.manifest();
    }

    @Override
    public Optional<AgentCard> card() {
      return Optional.empty();
    }

    @Override
    public Weights weights() {
      return () -> checkpoint.read(CheckpointStore.WEIGHTS);
    }

    @Override
    public Extent extent() {
      Optional<Path> run = RunFolder.ofCheckpoint(checkpoint.folder());
      return run.flatMap(
              folder ->
                  CheckpointStore.readOnly(folder.resolve(RunFolder.CHECKPOINTS))
                      .newest(damaged -> {}))
          .map(Checkpoint::manifest)
          .filter(newest -> newest.step() > manifest().step())
          .map(Extent::of)
          .orElseGet(() -> Extent.of(manifest()));
    }

    @Override
    public AgentArchive archive(AgentCard card, String config) {
      return AgentArchive.of(json(card), config, checkpoint);
    }
  }

  /**
   * A packed agent.
   *
   * @param place what people call it by
   * @param archive checked
   */
  record Packed(String place, AgentArchive archive) implements KeptAgent {
    @Override
    public String noun() {
      return "the agent";
    }

    @Override
    public Manifest manifest() {
      return archive.manifest();
    }

    @Override
    public Optional<AgentCard> card() {
      return Optional.of(read(place, archive.card()));
    }

    @Override
    public Weights weights() {
      return archive::openWeights;
    }

    @Override
    public Extent extent() {
      return Extent.of(manifest());
    }

    @Override
    public AgentArchive archive(AgentCard card, String config) {
      return archive.with(json(card), config);
    }
  }

  /** A card as the file holds it. */
  private static ObjectNode json(AgentCard card) {
    return new ObjectMapper().valueToTree(card);
  }

  /**
   * A card of a file.
   *
   * @param place what holds it, for messages
   * @throws CheckpointException when something is missing or wrong
   */
  static AgentCard read(String place, ObjectNode card) {
    try {
      return new ObjectMapper().treeToValue(card, AgentCard.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String why =
          cause instanceof JsonProcessingException json
              ? json.getOriginalMessage()
              : cause.getMessage();
      throw new CheckpointException("the card of the agent " + place + " is wrong: " + why, e);
    }
  }
}
