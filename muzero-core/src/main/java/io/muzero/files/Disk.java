package io.muzero.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The calls that change what is on a disk, each one system call or little more. Everything that a
 * run must not lose is written through these alone, so that a test can end the program between any
 * two of them. Implementations are thread-safe.
 */
public interface Disk {
  /** The disk of this machine. */
  Disk REAL = new Real();

  /** A file that is being written; closing it does not sync it. */
  abstract class NewFile extends OutputStream {
    /** Returns once everything written is on the medium. */
    public abstract void force() throws IOException;
  }

  /**
   * Makes a file.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is something of this name
   */
  NewFile create(Path file) throws IOException;

  /**
   * Makes a folder in one that is there.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is something of this name
   */
  void createFolder(Path folder) throws IOException;

  /** Renames at once, over a file or link that has the new name. */
  void move(Path from, Path to) throws IOException;

  /** Removes a file, a link or an empty folder; does nothing when it is missing. */
  void delete(Path path) throws IOException;

  /** Returns once the names in a folder are on the medium. */
  void syncFolder(Path folder) throws IOException;

  /** The calls themselves. */
  final class Real implements Disk {
    private Real() {}

    @Override
    public NewFile create(Path file) throws IOException {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new NewFile() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        }

        @Override
        public void force() throws IOException {
          channel.force(true);
        }

        @Override
        public void close() throws IOException {
          channel.close();
        }
      };
    }

    @Override
    public void createFolder(Path folder) throws IOException {
      Files.createDirectory(folder);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(Path path) throws IOException {
      Files.deleteIfExists(path);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
      // Windows cannot open a folder, and its renames are durable without.
      if (!System.getProperty("os.name").startsWith("Windows")) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }
  }
}
