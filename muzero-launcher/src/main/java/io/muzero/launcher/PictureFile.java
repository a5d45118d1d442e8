package io.muzero.launcher;

import io.muzero.environment.Environment;
import io.muzero.environment.Step;
import io.muzero.files.FileFailure;
import io.muzero.files.ResultFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Writes a game's states as a picture: a moving one (.gif), or the last state (.png). Used by one
 * thread.
 */
final class PictureFile implements GameRendering {
  /** States at most in a moving picture; of a longer game every second, third … is shown. */
  private static final int MOST_STATES = 400;

  private static final int END_DELAY_MILLISECONDS = 2000;

  private final Path file;
  private final Screen screen;
  private final boolean moving;
  private final int delay;
  private final List<String> states = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  PictureFile(Path file, Environment game, Screen screen) {
    this.file = file;
    this.screen = screen;
    String name = file.toString().toLowerCase(Locale.ROOT);
    moving = name.endsWith(".gif");
    if (!moving && !name.endsWith(".png")) {
      throw new UsageException("a picture's file must end in .gif or .png, was " + file);
    }
    requirePlace(file);
    delay = Pace.milliseconds(game);
  }

  /** What cannot be written is to be said before the game is played. */
  private static void requirePlace(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new UsageException(
          "a picture's folder must exist, " + folder + " does not: make it, or name another file");
    }
    if (Files.isDirectory(file)) {
      throw new UsageException("a picture's file must not be a folder, was " + file);
    }
    try {
      ResultFile.requireWritable(file);
    } catch (IOException e) {
      throw new UsageException(
          "a picture's file must be writable, " + file + " is not: " + FileFailure.reason(e));
    }
  }

  @Override
  public void saw(int number, Environment state, int action, Step step) {
    if (number == 0) {
      states.add(state.json());
      texts.add(state.text());
    }
  }

  @Override
  public void finish() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (moving) {
        writeMoving(bytes);
      } else {
        BufferedImage last = picture(states.size() - 1);
        if (!ImageIO.write(last, "png", bytes)) {
          throw new IOException("no PNG writer in this Java");
        }
      }
      // Whole, so that a picture that cannot be drawn leaves the one that was there.
      byte[] whole = bytes.toByteArray();
      ResultFile.write(file, out -> out.write(whole));
    } catch (IOException e) {
      throw new RunFailedException(
          "the picture " + file + " cannot be written: " + FileFailure.reason(e), e);
    }
    screen.note("wrote " + file);
  }

  /** All pictures of states that are drawn as text have the size of the largest. */
  private BufferedImage picture(int state) {
    return new Picture(states.get(state)).draw(texts.get(state), texts);
  }

  private void writeMoving(OutputStream out) throws IOException {
    int every = (states.size() + MOST_STATES - 1) / MOST_STATES;
    try (GifFile gif = new GifFile(out)) {
      for (int i = 0; i < states.size(); i += every) {
        boolean last = i + every >= states.size();
        gif.add(picture(last ? states.size() - 1 : i), last ? END_DELAY_MILLISECONDS : delay);
      }
    }
  }
}
