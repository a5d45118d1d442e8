package io.muzero.network;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/** What every Java thread that calls libtorch must set first: its settings are per thread. */
public final class TorchThread {
  private TorchThread() {}

  /**
   * Prepares the calling thread; cheap, and harmless to repeat.
   *
   * <ul>
   *   <li>Gradient recording is on in a new thread; it goes off.
   *   <li>libtorch applies {@code ai.djl.pytorch.num_threads} to a thread only when asked for the
   *       number: without that a new thread starts its own OpenMP workers.
   *   <li>TorchScript's profiling optimiser goes off: it would compile a program anew for every new
   *       batch size, and the programs here are already written in fused operations.
   * </ul>
   */
  public static void prepare() {
    NativeCache.prepare();
    Engine.getEngine("PyTorch");
    JniUtils.setGradMode(false);
    JniUtils.getNumThreads();
    JniUtils.setGraphExecutorOptimize(false);
  }
}
