package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTest {
  @TempDir private Path place;

  private void assertRefused(int code, String[] arguments, String... parts) {
    TestScreen screen = new TestScreen(false);
    assertThat(Main.commandLine(screen.screen).execute(arguments)).isEqualTo(code);
    assertThat(screen.errors().strip().lines()).as(screen.errors()).hasSize(1);
    assertThat(screen.errors()).startsWith("muzero: ").contains(parts);
    assertThat(screen.output()).isEmpty();
  }

  private static String[] words(Object... words) {
    String[] texts = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      texts[i] = words[i].toString();
    }
    return texts;
  }

  @Test
  void sweep_wrongInputs_areRefusedInOneLine() throws Exception {
    Path file = place.resolve("s.yaml");
    Files.writeString(
        file,
        "game: tictactoe\nmethod: random\ncandidates: 2\nsteps: 10\n"
            + "ranges: {learner.batchSize: {choice: [8, 0]}}\n");
    assertRefused(2, words("sweep"), "sweep needs a FILE for a new sweep, or --resume FOLDER");
    assertRefused(2, words("sweep", file, "--resume", place), "not both");
    assertRefused(2, words("sweep", place.resolve("none.yaml")), "none.yaml does not exist");
    assertRefused(2, words("sweep", file, "--parallel", "0"), "--parallel must be within [1, ");
    assertRefused(2, words("sweep", file, "--paralel", "2"), "--parallel", "did you mean");
    assertRefused(2, words("sweep", "--resume", place), "is not a sweep's folder");
    // Nothing is said of what no sweep comes of.
    assertRefused(2, words("sweep", file), "learner.batchSize must be");
    Files.writeString(file, Files.readString(file).replace("random", "randon"));
    assertRefused(2, words("sweep", file), "line 2", "did you mean random?");
    assertThat(place.resolve("sweeps")).doesNotExist();
  }
}
