package io.muzero.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/** Why a file could not be read or written, in words: many such exceptions only name the file. */
public final class FileFailure {
  private FileFailure() {}

  /** The reason, to come after a colon. */
  public static String reason(IOException e) {
    if (e instanceof CharacterCodingException) {
      return "it is not UTF-8 text";
    }
    if (!(e instanceof FileSystemException file)) {
      return Objects.toString(e.getMessage(), e.getClass().getSimpleName());
    }
    String reason =
        file.getReason() != null
            ? file.getReason()
            : file instanceof AccessDeniedException
                ? "permission denied"
                : file instanceof NoSuchFileException
                    ? "there is no such file or folder"
                    : file instanceof FileAlreadyExistsException
                        ? "there is one already"
                        : file instanceof NotDirectoryException
                            ? "it is not a folder"
                            : file instanceof DirectoryNotEmptyException
                                ? "the folder is not empty"
                                : file.getClass().getSimpleName();
    return file.getFile() == null ? reason : reason + " (" + file.getFile() + ")";
  }
}
