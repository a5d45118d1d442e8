package io.muzero.launcher.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Stands for {@code muzero train --json --end-with-input} in a process of its own: writes what a
 * run of so many steps would, and takes down what it was asked. What it is to do stands in the
 * candidate's configuration.
 */
final class FakeTrain {
  private FakeTrain() {}

  public static void main(String[] arguments) throws Exception {
    List<String> words = List.of(arguments);
    long steps = Long.parseLong(words.get(words.indexOf("--steps") + 1));
    Path game;
    if (words.contains("--resume")) {
      Path resumed = Path.of(words.get(words.indexOf("--resume") + 1));
      game = resumed.toString().contains("step-") ? above(resumed, 3) : above(resumed, 1);
    } else {
      String folder = words.get(words.indexOf("--set") + 1);
      game = Path.of(folder.substring("run.folder=\"".length(), folder.length() - 1), "tictactoe");
    }
    Path run = game.resolve("run");
    Files.createDirectories(run.resolve("checkpoints"));
    Files.writeString(game.resolve("latest"), "run\n");
    Files.writeString(run.resolve("config.yaml"), "game: tictactoe\n");
    Files.writeString(
        above(game, 1).resolve("asked.txt"),
        String.join(" ", words) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    String how = Files.readString(above(game, 2).resolve("how.txt")).strip();
    System.err.println("training");
    switch (how) {
      case "fails" -> {
        System.err.println("muzero: the loss is not a number (step 3)");
        System.exit(1);
      }
      case "fills" -> {
        System.err.println("muzero: step-00000010 cannot be written: No space left on device");
        System.exit(1);
      }
      case "killed" -> Runtime.getRuntime().halt(137);
      case "crashes" -> Runtime.getRuntime().halt(134);
      case "waits" -> {
        while (System.in.read() >= 0) {
          continue;
        }
        end(run, steps / 2, "stopped");
      }
      case "interrupted" -> end(run, steps / 2, "stopped");
      case "unmeasured" -> end(run, steps, "bound");
      default -> {
        System.out.println(
            "{\"event\":\"evaluation\",\"step\":" + steps + ",\"score\":" + steps + ".5}");
        end(run, steps, "bound");
      }
    }
  }

  private static Path above(Path path, int folders) {
    Path found = path;
    for (int i = 0; i < folders; i++) {
      found = found.getParent();
    }
    return found;
  }

  private static void end(Path run, long step, String reason) throws IOException {
    Files.createDirectories(run.resolve("checkpoints").resolve("step-%08d".formatted(step)));
    System.out.println(
        "{\"event\":\"end\",\"step\":"
            + step
            + ",\"reason\":\""
            + reason
            + "\",\"seconds\":2,\"scoreStep\":null}");
  }
}
