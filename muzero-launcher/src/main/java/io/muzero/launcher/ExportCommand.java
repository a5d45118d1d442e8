package io.muzero.launcher;

import io.muzero.agent.TrainedAgent;
import io.muzero.export.UnsupportedNetworkException;
import io.muzero.files.Disk;
import io.muzero.files.FileFailure;
import io.muzero.files.WholeFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

  /** Writes into a folder beside and renames it, so that the files are there all or not at all. */
  private List<Path> export(TrainedAgent agent, Stop stop) throws IOException {
    Path target = Files.exists(out) ? out.toRealPath() : out.toAbsolutePath();
    Path above = target.getParent();
    if (above == null) {
      throw new UsageException("--out " + out + " is no folder that can be made");
    }
    Files.createDirectories(above);
    Path fresh = WholeFile.createFolderBeside(Disk.REAL, target);
    boolean done = false;
    try {
      List<Path> files = agent.export(fresh);
      if (stop.asked()) {
        throw new RunFailedException("the export was stopped");
      }
      Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
      done = true;
      return files.stream().map(file -> out.resolve(file.getFileName())).toList();
    } finally {
      if (!done) {
        PathUtils.deleteDirectory(fresh);
      }
    }
  }

  private void requireFree() {
    if (!Files.exists(out)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(out)) {
      if (entries.iterator().hasNext()) {
        throw new UsageException("--out " + out + " is not empty: name a new folder");
      }
    } catch (IOException e) {
      throw new UsageException("--out " + out + " is no folder: name a new one");
    }
  }
}
