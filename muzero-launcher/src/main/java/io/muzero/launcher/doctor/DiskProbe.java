package io.muzero.launcher.doctor;

import io.muzero.settings.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A folder that the program writes into: where it is, whose, and what room its disk has. */
final class DiskProbe implements Probe {
  /** The unpacked libtorch for a CPU is 432 MB, and JNA and DJL add a little. */
  private static final long CACHE_BYTES = 500 * Size.MEBIBYTE;

  /** A checkpoint is some tens of MiB, and two are kept while a third is written. */
  private static final long RUN_BYTES = 200 * Size.MEBIBYTE;

  private static final long COMFORTABLE_FACTOR = 5;

  private final String area;
  private final long least;
  private final String advice;
  private final Function<Machine, Path> folder;

  private DiskProbe(String area, long least, String advice, Function<Machine, Path> folder) {
    this.area = area;
    this.least = least;
    this.advice = advice;
    this.folder = folder;
  }

  /** A probe of the folder that runs are written to. */
  static DiskProbe ofRuns(Path runs) {
    return new DiskProbe(
        "runs", RUN_BYTES, "make room, or name another folder by --set run.folder=DIR", m -> runs);
  }

  /** A probe of the folder that native libraries are unpacked into. */
  static DiskProbe ofCache() {
    return new DiskProbe(
        "cache",
        CACHE_BYTES,
        "make room, or name another folder by the environment variable DJL_CACHE_DIR",
        LibraryCache::of);
  }

  @Override
  public String area() {
    return area;
  }

  @Override
  public Finding look(Machine machine) {
    Path path = folder.apply(machine).toAbsolutePath().normalize();
    Optional<Path> there = nearest(path);
    if (there.isEmpty()) {
      return Finding.fault(area, path + " cannot exist: its disk is not there", advice);
    }
    boolean made = there.get().equals(path);
    String owner = owner(there.get()).map(name -> ", owner " + name).orElse("");
    String text = path + (made ? owner : " (not made yet)");
    if (!Files.isDirectory(there.get())) {
      return Finding.fault(area, there.get() + " is no folder", advice);
    }
    if (!Files.isWritable(there.get())) {
      return Finding.fault(area, text + ": " + there.get() + " cannot be written", advice);
    }
    if (area.equals("cache") && made && isOpenToAll(path)) {
      return Finding.fault(
          area,
          text + ": everybody can write into it, so its libraries are not loaded",
          "name a folder of your own by the environment variable DJL_CACHE_DIR");
    }
    return room(path, there.get(), text);
  }

  private Finding room(Path path, Path there, String text) {
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      String full = text + ", " + MemoryProbe.mebibytes(free) + " free";
      Finding finding =
          free >= COMFORTABLE_FACTOR * least
              ? Finding.ok(area, full)
              : free >= least
                  ? Finding.warning(area, full + ": little", advice)
                  : Finding.fault(
                      area, full + " of the " + MemoryProbe.mebibytes(least) + " needed", advice);
      return finding.with("folder", path.toString()).with("freeBytes", free);
    } catch (IOException e) {
      return Finding.warning(area, text + ", room not known: " + e.getMessage(), "")
          .with("folder", path.toString());
    }
  }

  /** The folder, or the one above it in which it would be made. */
  private static Optional<Path> nearest(Path folder) {
    for (@Nullable Path at = folder; at != null; at = at.getParent()) {
      if (Files.exists(at)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /** Whose a file is; empty where files have no owner. */
  static Optional<String> owner(Path file) {
    try {
      return Optional.of(Files.getOwner(file).getName());
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static boolean isOpenToAll(Path folder) {
    try {
      return Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
