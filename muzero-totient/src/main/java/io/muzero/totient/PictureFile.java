package io.muzero.totient;

import io.muzero.totient.ways.LabException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/**
 * A PNG file that is to be written.
 *
 * @param option the option that asks for it, for messages
 * @param path where
 */
record PictureFile(String option, Path path) {
  /**
   * Checks before a long run what would fail after it.
   *
   * @throws IllegalArgumentException if the file cannot be written there
   */
  void check() {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(option + ": the folder " + folder + " does not exist");
    }
    if (!path.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new IllegalArgumentException(
          option + " must name a file that ends in .png, was " + path);
    }
    if (Files.isDirectory(path)) {
      throw new IllegalArgumentException(option + ": " + path + " is a folder");
    }
  }

  /**
   * Draws and writes it.
   *
   * @throws LabException if it cannot be written
   */
  void write(Supplier<BufferedImage> picture) {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    try {
      ImageIO.write(picture.get(), "png", path.toFile());
    } catch (IOException e) {
      throw new LabException("cannot write " + path + ": " + e.getMessage(), e);
    }
  }
}
