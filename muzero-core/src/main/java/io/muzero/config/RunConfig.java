package io.muzero.config;

import io.muzero.settings.Check;
import io.muzero.settings.Setting;

/**
 * A run's length, pace, place and device. It lives here and not in {@code run}, which is above this
 * package and uses it.
 */
public record RunConfig(
    @Setting(value = "training steps after which the run is done; 0: no bound", byDefault = "0")
        long steps,
    @Setting(
            value =
                "minutes of training after which the run is done, over all its sessions; 0: no bound",
            byDefault = "0")
        double minutes,
    @Setting(
            value =
                "how often each position that self-play adds is trained on, on average; 0: both run free",
            byDefault = "0")
        double replayRatio,
    @Setting(
            value = "positions that self-play records before training starts, from 1",
            byDefault = "2000")
        int warmUp,
    @Setting(
            value =
                "positions self-play may be ahead of what replayRatio and reanalyse.share ask for before it waits, from 1 "
                    + "(no meaning when both are 0)",
            byDefault = "20000")
        int lead,
    @Setting(
            value = "training steps between two sets of weights handed to the players, from 1",
            byDefault = "20")
        int publishEvery,
    @Setting(
            value =
                "play, train, reanalyse and evaluate in turns on one thread: the same seed gives the same weights, bit for "
                    + "bit, also over a kill and a resume",
            byDefault = "false")
        boolean deterministic,
    @Setting(
            value = "seconds between checkpoints, from 1 (deterministic runs: see checkpointSteps)",
            byDefault = "60")
        int checkpointSeconds,
    @Setting(
            value =
                "training steps between checkpoints; 0: by time alone (deterministic runs: only at the end)",
            byDefault = "0")
        int checkpointSteps,
    @Setting(
            value = "resumable checkpoints kept, from 1; the best by evaluation is kept besides",
            byDefault = "2")
        int keep,
    @Setting(
            value = "training steps between two rows of the training curves, from 1",
            byDefault = "100")
        int logEvery,
    @Setting(value = "folder that holds the folders of all runs", byDefault = "checkpoints")
        String folder,
    @Setting(
            value =
                "cpu, gpu (an NVIDIA GPU through CUDA) or auto: a GPU when libtorch reports one, else the CPU",
            byDefault = "auto")
        String device,
    @Setting(
            value =
                "minutes of training between snapshots of the weights, which are never removed; 0: none",
            byDefault = "0")
        double snapshotMinutes,
    @Setting(
            value =
                "evaluations in a row without a wrong decision after which the run is done, before its other bounds; 0: "
                    + "never. For games whose every decision is judged: solved games, and those with an exact value",
            byDefault = "0")
        int stopAt) {
  /** Checks the ranges. */
  public RunConfig {
    Check.atLeast("run.steps", steps, 0);
    Check.atLeast("run.minutes", minutes, 0);
    Check.within("run.replayRatio", replayRatio, 0, 1e6);
    // In turns the learner must run out of samples, or self-play would never come to its own.
    Check.that(
        !deterministic || replayRatio > 0,
        "run.replayRatio",
        "must be above 0 when run.deterministic is true",
        0);
    Check.atLeast("run.warmUp", warmUp, 1);
    Check.atLeast("run.lead", lead, 1);
    Check.atLeast("run.publishEvery", publishEvery, 1);
    Check.atLeast("run.checkpointSeconds", checkpointSeconds, 1);
    Check.atLeast("run.checkpointSteps", checkpointSteps, 0);
    Check.within("run.keep", keep, 1, 1000);
    Check.atLeast("run.logEvery", logEvery, 1);
    Check.that(!folder.isBlank(), "run.folder", "must name a folder", "''");
    Check.that(
        device.equals("cpu") || device.equals("gpu") || device.equals("auto"),
        "run.device",
        "must be one of cpu, gpu, auto",
        device);
    Check.within("run.snapshotMinutes", snapshotMinutes, 0, 1e6);
    Check.within("run.stopAt", stopAt, 0, 1000);
  }
}
