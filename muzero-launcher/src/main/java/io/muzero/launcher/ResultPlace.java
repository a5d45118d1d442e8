package io.muzero.launcher;

import io.muzero.files.FileFailure;
import io.muzero.files.ResultFile;
import io.muzero.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that an option names for a command's result.
 *
 * @param option the option
 * @param file the file
 */
record ResultPlace(String option, Path file) {
  /**
   * Requires that a result can be written there, if a file is named: to find out after hours of
   * play would be late.
   *
   * @throws UsageException when it cannot
   */
  static void require(String option, @Nullable Path file) {
    if (file != null) {
      new ResultPlace(option, file).require();
    }
  }

  private void require() {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new UsageException(
          option
              + " "
              + file
              + (folder != null && Files.exists(folder)
                  ? " lies in " + folder + ", which is no folder"
                  : " lies in a folder that does not exist"));
    }
    try {
      ResultFile.requireWritable(file);
    } catch (IOException e) {
      throw new UsageException(
          option + " " + file + " cannot be written: " + FileFailure.reason(e));
    }
  }

  /**
   * Writes the result.
   *
   * @throws RunFailedException when it cannot be written
   */
  static void write(Path file, WholeFile.Content content) {
    try {
      ResultFile.write(file, content);
    } catch (IOException e) {
      throw new RunFailedException(file + " cannot be written: " + FileFailure.reason(e), e);
    }
  }
}
