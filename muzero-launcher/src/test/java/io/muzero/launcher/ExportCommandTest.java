package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.muzero.network.SafeTensors;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  private final TestScreen test = new TestScreen(false);

  @TempDir private Path folder;

  private void run(int exitCode, String... arguments) {
    assertThat(Main.commandLine(test.screen).execute(arguments))
        .as(test.errors())
        .isEqualTo(exitCode);
  }

  @Test
  void export_twice_writesTheSameBytes() throws Exception {
    Path run = TestRuns.untrained(folder, "tictactoe");
    run(0, "export", run.toString(), "--out", folder.resolve("one").toString());
    Files.createDirectory(folder.resolve("two"));
    run(0, "export", "--checkpoint", run.toString(), "--out", folder.resolve("two").toString());
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("tictactoe", "one", "two");
    assertThat(folder.resolve("two").toFile().list())
        .containsExactlyInAnyOrder(folder.resolve("one").toFile().list());
    for (String name : new String[] {"recurrent_inference.onnx", "golden.safetensors"}) {
      assertThat(folder.resolve("two").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("one").resolve(name));
    }
  }

  /** An agent that is searched by the rules has nothing to unroll, and no move to compare with. */
  @Test
  void export_ofAnAgentOfRules_hasNoDynamics() throws Exception {
    Path run =
        TestRuns.untrained(folder, "tictactoe", "search.model=rules", "learner.unrollSteps=0");
    Path out = folder.resolve("rules");
    run(0, "export", run.toString(), "--out", out.toString(), "--json");
    assertThat(new ObjectMapper().readTree(test.output()).path("files"))
        .extracting(file -> file.asText())
        .containsExactlyInAnyOrder(
            "representation.onnx",
            "prediction.onnx",
            "initial_inference.onnx",
            "golden.safetensors");
    try (InputStream in = Files.newInputStream(out.resolve("golden.safetensors"))) {
      SafeTensors golden = SafeTensors.read(in);
      assertThat(golden.tensors())
          .containsOnlyKeys("observation", "legal", "policy_logits", "value");
      assertThat(golden.metadata()).containsEntry("game", "tictactoe").containsKey("actions");
    }
  }

  /** A killed export made its folder one that is not empty, and lay beside a new one for ever. */
  @Test
  void export_afterAKill_removesWhatThatLeft() throws Exception {
    Path run = TestRuns.untrained(folder, "tictactoe");
    String nobody = ".7fffffff-0000000000000001";
    Path there = Files.createDirectory(folder.resolve("there"));
    Files.createDirectory(there.resolve(".writing" + nobody));
    Files.writeString(there.resolve(".writing" + nobody).resolve("half.onnx"), "half");
    run(0, "export", run.toString(), "--out", there.toString());
    assertThat(there).isDirectoryNotContaining("glob:**/.writing*");
    Files.createDirectory(folder.resolve("new" + nobody));
    run(0, "export", run.toString(), "--out", folder.resolve("new").toString());
    assertThat(folder).isDirectoryNotContaining("glob:**/new.*");
    // What another is writing is not touched.
    Path taken = Files.createDirectory(folder.resolve("taken"));
    String own =
        String.format(Locale.ROOT, ".%08x-0000000000000001", ProcessHandle.current().pid());
    Files.createDirectory(taken.resolve(".writing" + own));
    assertRefused(
        "--out " + taken + " is not empty: name a new folder",
        "export",
        run.toString(),
        "--out",
        taken.toString());
  }

  @Test
  void export_wrongUsage_isOneLine() throws Exception {
    Path run = TestRuns.untrained(folder, "tictactoe");
    assertRefused(
        "--out " + run + " is not empty: name a new folder",
        "export",
        run.toString(),
        "--out",
        run.toString());
    assertRefused(
        "two agents are named: " + run + ", and another by --checkpoint or --agent",
        "export",
        run.toString(),
        "--checkpoint",
        run.toString(),
        "--out",
        folder.resolve("new").toString());
    assertRefused(
        "--checkpoint " + folder.resolve("none") + " does not exist",
        "export",
        "--checkpoint",
        folder.resolve("none").toString(),
        "--out",
        folder.resolve("new").toString());
  }

  private void assertRefused(String message, String... arguments) {
    TestScreen fresh = new TestScreen(false);
    assertThat(Main.commandLine(fresh.screen).execute(arguments)).isEqualTo(2);
    assertThat(fresh.errors().strip()).isEqualTo("muzero: " + message);
  }
}
