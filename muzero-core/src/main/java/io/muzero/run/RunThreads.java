package io.muzero.run;

import io.muzero.selfplay.GameWatch;
import io.muzero.storage.SharedStorage;
import java.util.ArrayList;
import java.util.List;

/**
 * The threads of a run; one that fails ends the run. Used by the thread that made it.
 *
 * <p>One that a game blocks is not waited for: nothing can stop a game's code, so it is left behind
 * and does not keep the process alive.
 */
final class RunThreads {
  private final SharedStorage storage;
  private static final long LOOK_MILLISECONDS = 200;

  private final List<Running> threads = new ArrayList<>();

  private record Running(Thread thread, GameWatch watch) {}

  RunThreads(SharedStorage storage) {
    this.storage = storage;
  }

  /** What a thread does until the storage says that the run is to end. */
  @FunctionalInterface
  interface Task {
    /** Works until the end. */
    void run() throws Exception;
  }

  /** Starts a thread; {@code watch} tells when it is inside a game. */
  void start(String name, GameWatch watch, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (Throwable e) { // whatever it is: the run ends and shows it
                storage.fail(e);
              }
            },
            name);
    thread.setDaemon(true);
    threads.add(new Running(thread, watch));
    thread.start();
  }

  /** Waits until all have ended or are blocked by a game. */
  void join() throws InterruptedException {
    for (Running running : threads) {
      while (running.thread.isAlive() && !running.watch.isBlocked()) {
        running.thread.join(LOOK_MILLISECONDS);
      }
    }
  }
}
