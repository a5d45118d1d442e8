package io.muzero.agent;

import io.muzero.config.ConfigException;
import io.muzero.config.ConfigLayer;
import io.muzero.config.ConfigReader;
import io.muzero.config.NearestWord;
import io.muzero.config.ResolvedConfig;
import io.muzero.files.FileFailure;
import io.muzero.network.NetworkProgram;
import io.muzero.network.NetworkShape;
import io.muzero.network.ParameterLayout;
import io.muzero.network.Weights;
import io.muzero.settings.Excerpt;
import io.muzero.settings.InvalidSettingException;
import io.muzero.storage.AgentArchive;
import io.muzero.storage.Checkpoint;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.CheckpointStore;
import io.muzero.storage.Manifest;
import io.muzero.storage.RunFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An agent as it is kept, and the one place that says what may be called an agent: a run's folder,
 * a checkpoint's folder, a file that {@code agent pack} has written, or the name of one that comes
 * with the program ({@link ReadyAgents}).
 *
 * <p>It holds settings and says where the weights are, but has no network: {@link TrainedAgent}
 * makes one of it. Immutable and thread-safe.
 */
public final class AgentFiles {
  private final KeptAgent kept;
  private final ResolvedConfig resolved;

  /** Knows its game. */
  private final ConfigReader reader;

  private AgentFiles(KeptAgent kept, ConfigLayer own, LoadOptions options) {
    this.kept = kept;
    reader = new ConfigReader(options.games());
    List<ConfigLayer> layers = new ArrayList<>();
    layers.add(own);
    layers.addAll(options.settings());
    resolved = reader.read(layers);
  }

  /**
   * Finds an agent by what a person calls it.
   *
   * @param named the name of an agent that comes with the program; else a path as of {@link
   *     #find(Path, LoadOptions)}
   * @return empty when it is a run that has no whole checkpoint
   * @throws AgentException when there is no such agent, or it is damaged, or a setting is wrong
   */
  public static Optional<AgentFiles> find(String named, LoadOptions options) {
    if (ReadyAgents.names(options.loader()).contains(named)) {
      return checked(
          () -> {
            AgentArchive archive = ReadyAgents.archive(named, options.loader());
            return Optional.of(packed(ReadyAgents.place(named), archive, options));
          });
    }
    Path path = checked(() -> existing(named, options));
    return find(path, options);
  }

  private static Path existing(String named, LoadOptions options) {
    try {
      Path path = Path.of(named);
      if (!named.isBlank() && Files.exists(RunFolder.resolve(path))) {
        return path;
      }
    } catch (InvalidPathException e) {
      // No path, so no agent either.
    }
    List<String> names = ReadyAgents.names(options.loader());
    throw new ConfigException(
        "there is no agent '"
            + Excerpt.of(named)
            + "': it is no file or folder, and none of those that come with the program ("
            + (names.isEmpty() ? "there are none" : String.join(", ", names))
            + ")"
            + NearestWord.hint(named, names));
  }

  /**
   * Finds an agent on the disk.
   *
   * @param path a checkpoint's folder, a run's folder (its best checkpoint, else its newest), an
   *     entry {@code latest} that names a run, or a file that {@code agent pack} has written
   * @return empty when it is a run that has no whole checkpoint
   * @throws AgentException when it is none of these, or damaged, or a setting is wrong
   */
  public static Optional<AgentFiles> find(Path path, LoadOptions options) {
    return checked(
        () -> {
          Path followed = RunFolder.resolve(path);
          if (Files.isRegularFile(followed)) {
            AgentArchive archive = AgentArchive.read(followed);
            return Optional.of(packed(followed.toString(), archive, options));
          }
          return checkpoint(followed, options).map(found -> of(found, options));
        });
  }

  /** What goes wrong with files and settings, as whoever loads an agent is told of it. */
  private static <T> T checked(Supplier<T> step) {
    try {
      return step.get();
    } catch (ConfigException | CheckpointException | InvalidSettingException e) {
      throw new AgentException(e);
    }
  }

  private static Optional<Checkpoint> checkpoint(Path path, LoadOptions options) {
    Path store = path.resolve(RunFolder.CHECKPOINTS);
    boolean isRun = Files.isDirectory(store) || Files.isRegularFile(path.resolve(RunFolder.CONFIG));
    if (!isRun) {
      return Optional.of(Checkpoint.open(path));
    }
    CheckpointStore checkpoints = CheckpointStore.readOnly(store);
    return checkpoints.best(options.notices()).or(() -> checkpoints.newest(options.notices()));
  }

  private static AgentFiles of(Checkpoint found, LoadOptions options) {
    KeptAgent kept = KeptAgent.of(found);
    options.requireGame("the checkpoint " + kept.place(), kept.manifest().game());
    // .../<run>/checkpoints/step-00001000
    @Nullable Path run = found.folder().toAbsolutePath().normalize().getParent();
    run = run == null ? null : run.getParent();
    @Nullable Path file = run == null ? null : run.resolve(RunFolder.CONFIG);
    if (file == null || !Files.isRegularFile(file)) {
      throw new ConfigException(
          "the checkpoint "
              + found.folder()
              + " has left its run's folder: "
              + RunFolder.CONFIG
              + " is not two folders above it");
    }
    RunFolder.requireWholeConfig(file);
    return new AgentFiles(kept, new ConfigLayer.File(file), options);
  }

  private static AgentFiles packed(String place, AgentArchive archive, LoadOptions options) {
    KeptAgent kept = KeptAgent.of(place, archive);
    options.requireGame("the agent " + place, kept.manifest().game());
    ConfigLayer layer = new ConfigLayer.Text(archive.config(), place + "/" + RunFolder.CONFIG);
    PackedSettings.requireHarmless(place, archive.config());
    return new AgentFiles(kept, layer, options);
  }

  /** What people call it by: a path, or the place in the program's jar. */
  public String place() {
    return kept.place();
  }

  /** Its game. */
  public String game() {
    return kept.manifest().game();
  }

  /** Training steps behind its weights. */
  public long step() {
    return kept.manifest().step();
  }

  /** Its score when it was measured beside training; NaN when it was not. */
  public double score() {
    return kept.manifest().score();
  }

  /** Simulations of its decisions. */
  public int simulations() {
    return resolved.config().evaluation().search(resolved.config().search()).simulations();
  }

  /** Whether it searches by the game's real rules. */
  public boolean usesRules() {
    return resolved.config().search().usesRules();
  }

  /** Its whole configuration as YAML, with what the options changed. */
  public String configuration() {
    return resolved.yaml();
  }

  /** Its card; empty when it was never packed. */
  public Optional<AgentCard> card() {
    return checked(kept::card);
  }

  /**
   * Opens its weights, a file in the format safetensors; the caller closes the stream.
   *
   * @throws IOException when they cannot be read
   */
  public InputStream openWeights() throws IOException {
    return kept.weights().open();
  }

  /** SHA-256 of the file of its weights in lower-case hexadecimal. */
  public String weightsChecksum() {
    Manifest.Entry entry = kept.manifest().files().get(CheckpointStore.WEIGHTS);
    return entry == null ? "" : entry.sha256();
  }

  /**
   * How this agent was trained, as far as its run says.
   *
   * @param program version of the program
   * @param machine where it was
   */
  public AgentCard.Training training(String program, String machine) {
    KeptAgent.Extent extent = kept.extent();
    return new AgentCard.Training(
        PackedSettings.command(resolved, reader),
        resolved.config().seed(),
        extent.steps(),
        extent.minutes(),
        machine,
        program);
  }

  /**
   * A card for this agent, with nothing measured yet.
   *
   * @param name what it is to be called by
   * @param training how it was trained
   * @throws IllegalArgumentException when it cannot be called so
   */
  public AgentCard newCard(String name, AgentCard.Training training) {
    return new AgentCard(
        name, game(), step(), training, PackedSettings.differences(resolved, reader), List.of());
  }

  /**
   * Writes this agent as one file: card, configuration and weights; no optimiser, no replay buffer.
   * What its settings say of the machine it was trained on is left out.
   *
   * @param file replaced when it is there
   * @param card of this agent
   * @throws AgentException when the file cannot be written
   */
  public void pack(Path file, AgentCard card) {
    if (!card.game().equals(game()) || card.step() != step()) {
      throw new IllegalArgumentException(
          "the card is of "
              + card.game()
              + " at step "
              + card.step()
              + ", the agent of "
              + game()
              + " at step "
              + step());
    }
    checked(
        () -> {
          kept.archive(card, PackedSettings.portable(resolved, reader).yaml()).write(file);
          return card;
        });
  }

  /** Its settings. */
  ResolvedConfig resolved() {
    return resolved;
  }

  /**
   * The weights.
   *
   * @throws CheckpointException when they are of another network than the configuration says
   */
  Weights weights(NetworkShape shape) {
    ParameterLayout layout = new NetworkProgram(resolved.config().network(), shape).layout();
    try (InputStream in = openWeights()) {
      return Weights.read(layout, in);
    } catch (IOException e) {
      throw new CheckpointException(
          kept.noun() + " " + place() + " cannot be used: " + FileFailure.reason(e), e);
    }
  }
}
