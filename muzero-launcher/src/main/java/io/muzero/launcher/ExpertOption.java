package io.muzero.launcher;

import io.muzero.config.ConfigLayer;
import io.muzero.config.ResolvedConfig;
import io.muzero.expert.ExpertConfig;
import io.muzero.expert.ExpertFiles;
import io.muzero.expert.RecordException;
import io.muzero.expert.RecordReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --expert}: games of experts that a run learns from first. */
final class ExpertOption {
  @Option(
      names = "--expert",
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Learn from these games of experts first, then from self-play too: files or folders with SGF (go, othello, gomoku)"
              + " or a line of moves a game, also gzipped. Sets expert.files; the keys expert.* say for how long.")
  List<Path> files = new ArrayList<>();

  /** The files by their whole paths, so that the run can be resumed from anywhere. */
  List<ConfigLayer> layers() {
    if (files.isEmpty()) {
      return List.of();
    }
    String list =
        files.stream()
            .map(file -> file.toAbsolutePath().normalize().toString())
            .map(path -> "\"" + path.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
            .collect(Collectors.joining(", ", "[", "]"));
    return List.of(new ConfigLayer.Flag("--expert", "expert.files", list));
  }

  /**
   * Requires, before a new run has a folder, what it learns from.
   *
   * @throws UsageException when a file is missing or has no game, or the algorithm needs some and
   *     there is none
   */
  static void require(@Nullable Algorithm algorithm, ResolvedConfig resolved) {
    ExpertConfig config = resolved.config().expert();
    if (algorithm == Algorithm.ALPHAGO && !config.isUsed()) {
      throw new UsageException(
          "--algorithm alphago learns from games of experts first: add --expert FILE (the command record makes one), or"
              + " take alphazero, which needs none");
    }
    if (!config.isUsed()) {
      return;
    }
    try {
      ExpertFiles.identified(config);
      new RecordReader(resolved.game(), resolved.config().gameOptions())
          .requireSome(config.files().stream().map(Path::of).toList());
    } catch (RecordException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
