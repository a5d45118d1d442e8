package io.muzero.launcher;

import io.muzero.agent.TrainedAgent;
import io.muzero.export.UnsupportedNetworkException;
import io.muzero.files.Disk;
import io.muzero.files.FileFailure;
import io.muzero.files.Leftovers;
import io.muzero.files.WholeFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.io.file.PathUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export}: a trained agent's networks for other programs. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a trained agent's networks as ONNX files, which other programs and languages run.",
      "Beside them: positions with what the networks and a search make of them, to compare with."
    })
final class ExportCommand implements Runnable {
  /** Begins the name of the folder in a folder that is there; {@link #out} gets its files. */
  private static final String WRITING = ".writing";

  private final Screen screen;

  @Mixin private NamedAgentOptions agents;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "The folder, which must not be there yet, or be empty.")
  private Path out;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  ExportCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    requireFree();
    Stop stop = new Stop();
    try (TrainedAgent agent = agents.open(screen)) {
      stop.listen(screen, "nothing is written");
      List<Path> files = export(agent, stop);
      long bytes = 0;
      for (Path file : files) {
        bytes += Files.size(file);
      }
      if (json) {
        var object = Json.object();
        object.put("game", agent.info().game());
        object.put("checkpoint", agent.info().checkpoint());
        object.put("step", agent.info().step());
        object.put("folder", out.toString());
        var names = object.putArray("files");
        files.forEach(file -> names.add(file.getFileName().toString()));
        object.put("bytes", bytes);
        screen.print(object.toString());
      } else {
        screen.print(
            String.format(
                Locale.ROOT,
                "%s at step %,d: %d files, %,d bytes in %s",
                agent.info().game(),
                agent.info().step(),
                files.size(),
                bytes,
                out));
      }
    } catch (UnsupportedNetworkException e) {
      throw new RunFailedException("the network cannot be exported: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new RunFailedException(out + " cannot be written: " + FileFailure.reason(e), e);
    }
  }

  /**
   * Writes into a folder of its own first, so that an export that fails leaves nothing. A new
   * folder gets its name when all files are there; into one that is there, which may be a volume of
   * a container and then cannot be replaced, they are moved.
   */
  private List<Path> export(TrainedAgent agent, Stop stop) throws IOException {
    Path target = out.toAbsolutePath().normalize();
    boolean there = Files.exists(target);
    Path above = target.getParent();
    if (above != null) {
      Files.createDirectories(above);
    }
    Path written = there ? target.resolve(WRITING) : target;
    Leftovers.ofFolder(written);
    Path fresh = WholeFile.createFolderBeside(Disk.REAL, written);
    try {
      List<Path> files = agent.export(fresh);
      if (stop.asked()) {
        throw new RunFailedException("the export was stopped");
      }
      List<Path> exported = files.stream().map(file -> out.resolve(file.getFileName())).toList();
      if (there) {
        for (int i = 0; i < exported.size(); i++) {
          Files.move(files.get(i), exported.get(i));
        }
      } else {
        Files.move(fresh, target);
      }
      return exported;
    } finally {
      if (Files.exists(fresh)) {
        PathUtils.deleteDirectory(fresh);
      }
    }
  }

  /** What a killed export left in the folder must not make it one that is not empty. */
  private void removeLeftovers() {
    try {
      Leftovers.ofFolder(out.resolve(WRITING));
    } catch (IOException e) {
      throw new UsageException(
          "--out "
              + out
              + " has what an export left that was killed, which cannot be removed: "
              + FileFailure.reason(e)
              + "; name another folder");
    }
  }

  private void requireFree() {
    if (!Files.exists(out)) {
      return;
    }
    removeLeftovers();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(out)) {
      if (entries.iterator().hasNext()) {
        throw new UsageException("--out " + out + " is not empty: name a new folder");
      }
    } catch (IOException e) {
      throw new UsageException("--out " + out + " is no folder: name a new one");
    }
  }
}
