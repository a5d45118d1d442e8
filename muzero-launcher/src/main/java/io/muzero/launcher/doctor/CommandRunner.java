package io.muzero.launcher.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Runs other programs. */
@FunctionalInterface
public interface CommandRunner {
  /**
   * What a program did.
   *
   * @param code its exit code
   * @param text what it printed, standard output and error together
   */
  record Output(int code, String text) {
    /** Whether it ended well. */
    public boolean succeeded() {
      return code == 0;
    }
  }

  /**
   * Runs a program without input.
   *
   * @param command its name and arguments
   * @param limit time after which it is ended
   * @throws IOException when it is not there, cannot be run, or took longer than the limit
   */
  Output run(List<String> command, Duration limit) throws IOException;
}
