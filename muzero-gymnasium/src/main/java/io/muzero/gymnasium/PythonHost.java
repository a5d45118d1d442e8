package io.muzero.gymnasium;

import java.lang.ref.Cleaner;

/**
 * A game's processes as its environments share them. They end when nothing refers to this any more,
 * and with the Java process. Thread-safe.
 */
final class PythonHost {
  /** Tells when environments and hosts are no longer used. */
  static final Cleaner CLEANER = Cleaner.create();

  private final Children children;
  private final PythonSpaces spaces;

  /** Starts a process and asks it what the environments are. */
  PythonHost(PythonSetup setup) {
    Children processes = new Children(setup);
    children = processes;
    spaces = processes.spaces();
    CLEANER.register(this, processes::close);
  }

  PythonSpaces spaces() {
    return spaces;
  }

  Children children() {
    return children;
  }
}
