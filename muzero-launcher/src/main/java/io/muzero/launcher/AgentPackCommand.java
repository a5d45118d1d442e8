package io.muzero.launcher;

import io.muzero.agent.AgentCard;
import io.muzero.agent.AgentFiles;
import io.muzero.agent.AgentInfo;
import io.muzero.agent.LoadOptions;
import io.muzero.agent.TrainedAgent;
import io.muzero.environment.GameFamily;
import io.muzero.files.FileFailure;
import io.muzero.launcher.doctor.Machine;
import io.muzero.launcher.doctor.MachineSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code agent pack}: a trained agent as one file for others. */
@Command(
    name = "pack",
    mixinStandardHelpOptions = true,
    description = {
      "Packs a trained agent into one file, which others play by --agent FILE.",
      "It holds settings, weights and a card; no replay buffer, so no run goes on from it."
    })
final class AgentPackCommand implements Runnable {
  private final Screen screen;

  @Parameters(
      paramLabel = "RUN",
      description =
          "A run's folder (its best checkpoint, or the newest when there is no best), a checkpoint's folder, or a packed file.")
  private Path run = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The file, which is replaced when it is there (default: GAME-STEP.agent in this folder).")
  private @Nullable Path out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "What the agent is called: lower-case letters, digits, '-', '_' and '.' (default: the game).")
  private @Nullable String name;

  @Option(
      names = "--measured",
      paramLabel = "FILE",
      description =
          "What evaluate --json has printed about this agent, for the card. May be given more than once.")
  private List<Path> measured = new ArrayList<>();

  @Option(
      names = "--machine",
      paramLabel = "TEXT",
      description =
          "Where it was trained, for the card (default: this machine's processor and system).")
  private @Nullable String machine;

  @Mixin private GameJars jars;

  AgentPackCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    if (!Files.exists(run)) {
      throw new UsageException(
          run + " does not exist: name a run's folder, such as checkpoints/<game>/latest");
    }
    LoadOptions options = jars.loading(screen);
    AgentFiles agent =
        AgentFiles.find(run, options)
            .orElseThrow(() -> new UsageException(run + " has no checkpoint yet"));
    AgentCard card = card(agent);
    for (Path file : measured) {
      card = card.with(new MeasuredNumbers(file).of(card, agent.weightsChecksum()));
    }
    // What does not play is not handed on.
    AgentInfo info;
    try (TrainedAgent whole = TrainedAgent.load(Path.of(agent.place()), options)) {
      info = whole.info();
    }
    Path file = out == null ? Path.of(fileName(info)) : out;
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw new UsageException("--out " + file + " must be a file in a folder that exists");
    }
    agent.pack(file, card);
    screen.print(
        String.format(
            Locale.ROOT,
            "%s at step %,d is in %s, %,d bytes; play it by play --agent %s",
            info.game(),
            info.step(),
            file,
            size(file),
            file));
  }

  private static String fileName(AgentInfo info) {
    return String.format(Locale.ROOT, "%s-%08d.agent", GameFamily.folder(info.game()), info.step());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new RunFailedException(file + " cannot be read: " + FileFailure.reason(e), e);
    }
  }

  private AgentCard card(AgentFiles agent) {
    Optional<AgentCard> before = agent.card();
    String called =
        name != null
            ? name
            : before
                .map(AgentCard::name)
                .orElseGet(() -> GameFamily.folder(agent.game()).toLowerCase(Locale.ROOT));
    AgentCard.Training training =
        before.map(AgentCard::training).orElseGet(() -> agent.training(version(), machine()));
    try {
      AgentCard card = agent.newCard(called, training);
      for (AgentCard.Measure measure :
          before.map(AgentCard::measured).orElse(List.<AgentCard.Measure>of())) {
        card = card.with(measure);
      }
      return card;
    } catch (IllegalArgumentException e) {
      throw new UsageException("--name: " + e.getMessage());
    }
  }

  private static String version() {
    return new Main.Version().getVersion()[0];
  }

  private String machine() {
    return machine != null ? machine : MachineSummary.of(Machine.here());
  }
}
