package io.muzero.run;

import java.io.IOException;

/** Who works when in a run. Used by the thread that runs the run. */
interface Schedule {
  /** Lets everybody work until the run ends; those who train and play have ended then. */
  void run() throws InterruptedException, IOException;

  /** Waits for those who still had something to do: the evaluation of the last weights. */
  void finish() throws InterruptedException;
}
