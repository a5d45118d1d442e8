package io.muzero.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/** Python and its packages torch, whose libtorch can be used, and Gymnasium. Both are optional. */
final class PythonProbe implements Probe {
  private final Python python;

  PythonProbe(Python python) {
    this.python = python;
  }

  @Override
  public String area() {
    return "python";
  }

  @Override
  public Finding look(Machine machine) {
    return python
        .answer()
        .map(this::describe)
        .orElseGet(() -> Finding.ok(area(), "none, and none is needed").with("present", false));
  }

  private Finding describe(JsonNode answer) {
    String torch = answer.path("torch").asText();
    String folder = answer.path("torchFolder").asText();
    String gymnasium = answer.path("gymnasium").asText();
    String lib = folder.isEmpty() ? "" : Path.of(folder, "lib").toString();
    String text =
        answer.path("version").asText()
            + " at "
            + answer.path("executable").asText()
            + (torch.isEmpty() ? ", without torch" : ", torch " + torch + " in " + lib)
            + (gymnasium.isEmpty() ? "" : ", gymnasium " + gymnasium);
    return Finding.ok(area(), text)
        .with("present", true)
        .with("version", answer.path("version").asText())
        .with("torch", torch)
        .with("torchLib", lib)
        .with("gymnasium", gymnasium);
  }
}
