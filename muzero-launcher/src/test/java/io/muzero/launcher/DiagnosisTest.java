package io.muzero.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiagnosisTest {
  private static <T extends Throwable> T from(T e, StackTraceElement... stack) {
    e.setStackTrace(stack);
    return e;
  }

  private static StackTraceElement frame(String loader, String type) {
    return new StackTraceElement(loader, null, null, type, "step", type + ".java", 7);
  }

  @Test
  void of_fullHeap_namesTheSettingOfThePackage() {
    assertThat(
            Diagnosis.of(
                new IllegalStateException(
                    from(
                        new OutOfMemoryError("Java heap space"),
                        frame("app", "java.util.Arrays"),
                        frame("app", "io.muzero.search.SearchTree"),
                        frame("app", "io.muzero.run.TrainingRun")))))
        .startsWith("Java's heap of ")
        .contains("java -Xmx", "or lower search.simulations or selfPlay.gamesPerWorker (--verbose")
        .doesNotContain("\n");
    assertThat(Diagnosis.of(from(new OutOfMemoryError("Java heap space"))))
        .contains("lower replay.capacity, learner.batchSize or selfPlay.gamesPerWorker");
    assertThat(Diagnosis.of(from(new OutOfMemoryError("unable to create native thread"))))
        .contains("selfPlay.workers");
  }

  @Test
  void of_failureInAGame_namesPlaceAndJar() {
    StackTraceElement game = frame("game jar my.jar", "mygame.Stones");
    assertThat(
            Diagnosis.of(
                from(new NullPointerException("it is null"), frame("app", "java.X"), game)))
        .isEqualTo(
            "it is null in mygame.Stones.step (mygame.Stones.java:7) of the game jar my.jar"
                + " (--verbose shows where)");
    assertThat(Diagnosis.of(from(new StackOverflowError(), game)))
        .startsWith("the stack overflowed in mygame.Stones.step (")
        .contains("of the game jar my.jar");
    assertThat(Diagnosis.of(from(new UnsupportedClassVersionError("version 69.0"), game)))
        .contains("newer Java than", "of the game jar my.jar", "--release 17", "version 69.0");
    assertThat(Diagnosis.of(from(new AssertionError("2 is odd"), game)))
        .startsWith("AssertionError: 2 is odd in mygame.Stones.step");
  }

  @Test
  void of_nativeMemory_isOneLine() {
    assertThat(
            Diagnosis.of(
                new IllegalStateException(
                    "[enforce fail at alloc.cpp]\nDefaultCPUAllocator: can't allocate memory: you"
                        + " tried to allocate 12 bytes")))
        .startsWith("the machine's memory is full: lower ")
        .doesNotContain("\n");
  }

  @Test
  void exitCaller_isTheFrameThatCalledExit() {
    StackTraceElement game = frame("game jar my.jar", "mygame.Stones");
    StackTraceElement[] stack = {
      new StackTraceElement("java.lang.Shutdown", "exit", "Shutdown.java", 1),
      new StackTraceElement("java.lang.Runtime", "exit", "Runtime.java", 1),
      new StackTraceElement("java.lang.System", "exit", "System.java", 1),
      game
    };
    assertThat(ExitGuard.exitCaller(stack)).contains(game);
    assertThat(ExitGuard.exitCaller(new StackTraceElement[] {game})).isEmpty();
  }
}
