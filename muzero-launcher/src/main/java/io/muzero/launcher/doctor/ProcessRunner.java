package io.muzero.launcher.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs as child processes of this one. */
final class ProcessRunner implements CommandRunner {
  /** How long output may still come after the end; a grandchild could keep the pipe open. */
  private static final long LAST_WORDS_MILLISECONDS = 1000;

  @Override
  public Output run(List<String> command, Duration limit) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      Thread reader = new Thread(() -> copy(process.getInputStream(), text), "output of a command");
      reader.setDaemon(true);
      reader.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(command.get(0) + " did not end within " + limit.toSeconds() + " s");
      }
      reader.join(LAST_WORDS_MILLISECONDS);
      synchronized (text) {
        return new Output(process.exitValue(), text.toString(StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command.get(0) + " ran", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void copy(InputStream from, ByteArrayOutputStream to) {
    byte[] piece = new byte[8192];
    try {
      for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
        synchronized (to) {
          to.write(piece, 0, read);
        }
      }
    } catch (IOException e) {
      // The process was ended: what it printed until then is what there is.
      return;
    }
  }
}
