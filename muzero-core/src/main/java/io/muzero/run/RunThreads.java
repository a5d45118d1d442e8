package io.muzero.run;

import io.muzero.storage.SharedStorage;
import java.util.ArrayList;
import java.util.List;

/** The threads of a run; one that fails ends the run. Used by the thread that made it. */
final class RunThreads {
  private final SharedStorage storage;
  private final List<Thread> threads = new ArrayList<>();

  RunThreads(SharedStorage storage) {
    this.storage = storage;
  }

  /** What a thread does until the storage says that the run is to end. */
  @FunctionalInterface
  interface Task {
    /** Works until the end. */
    void run() throws Exception;
  }

  void start(String name, Task task) {
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
    threads.add(thread);
    thread.start();
  }

  /** Waits until all have ended. */
  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
