package io.muzero.run;

import java.nio.file.Path;

/** Where a run begins or goes on. */
public sealed interface RunStart {
  /** From the run's newest whole checkpoint; anew when it has none yet. */
  record Newest() implements RunStart {}

  /**
   * From a certain checkpoint of the run; from its weights alone when it has nothing else.
   *
   * @param checkpoint its folder
   */
  record From(Path checkpoint) implements RunStart {}

  /** From the weights of the run's best checkpoint by evaluation. */
  record Best() implements RunStart {}
}
