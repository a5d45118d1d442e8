package io.muzero.launcher.sweep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What {@code sweep --json} prints: one object for each run that ended, and one at the end. */
public final class SweepJson {
  private SweepJson() {}

  /** A run that reached its rung, or failed. */
  public static ObjectNode run(SweepPlan plan, Job job, Result result) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("event", "run");
    object.put("run", job.run());
    object.put("candidate", job.candidate() + 1);
    object.put("seed", plan.seeds().get(job.seed()));
    object.put("rung", job.rung() + 1);
    object.put("steps", plan.rungs().get(job.rung()));
    if (result instanceof Result.Scored scored) {
      object.put("score", scored.score());
      object.put("step", scored.step());
      object.put("seconds", scored.seconds());
    } else if (result instanceof Result.Failed failed) {
      object.put("failed", failed.line());
    }
    settings(object, plan, job.candidate());
    return object;
  }

  /**
   * The end of a session.
   *
   * @param done whether nothing is left to be trained
   * @param folder the sweep's folder
   */
  public static ObjectNode end(SweepStatus status, boolean done, String folder) {
    SweepPlan plan = status.plan();
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("event", "end");
    object.put("reason", done ? "done" : "stopped");
    object.put("folder", folder);
    object.put("finished", status.finished());
    object.put("failed", status.failures().size());
    object.put("seconds", status.seconds());
    ArrayNode candidates = object.putArray("candidates");
    for (Halving.Standing standing : status.standings()) {
      ObjectNode node = candidates.addObject();
      node.put("candidate", standing.candidate() + 1);
      node.put("failed", standing.failed());
      SeedInterval interval = standing.interval();
      if (interval == null) {
        node.putNull("steps");
        node.putNull("mean");
        node.putNull("low");
        node.putNull("high");
      } else {
        node.put("steps", plan.rungs().get(standing.rung()));
        node.put("mean", interval.mean());
        if (Double.isNaN(interval.half())) {
          node.putNull("low");
          node.putNull("high");
        } else {
          node.put("low", interval.low());
          node.put("high", interval.high());
        }
      }
      settings(node, plan, standing.candidate());
    }
    return object;
  }

  private static void settings(ObjectNode object, SweepPlan plan, int candidate) {
    ObjectNode settings = object.putObject("settings");
    Map<String, String> values = plan.candidates().get(candidate);
    values.forEach(settings::put);
  }
}
