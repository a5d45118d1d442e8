package io.muzero.launcher.diagnose;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.launcher.diagnose.AgentReport.Bin;
import io.muzero.launcher.diagnose.AgentReport.Budget;
import io.muzero.launcher.diagnose.AgentReport.Choice;
import io.muzero.launcher.diagnose.AgentReport.Depth;
import io.muzero.launcher.diagnose.AgentReport.Phase;
import io.muzero.launcher.diagnose.AgentReport.Solved;
import io.muzero.launcher.diagnose.AgentReport.Worst;
import io.muzero.launcher.diagnose.Mean.Estimate;
import java.util.List;

/** The numbers of a report as JSON; what was not measured is null. */
public final class ReportJson {
  private ReportJson() {}

  /** The report as one object. */
  public static ObjectNode of(AgentReport report) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("game", report.subject().game());
    object.put("checkpoint", report.subject().checkpoint());
    object.put("step", report.subject().step());
    object.put("simulations", report.subject().simulations());
    object.put("games", report.played().games());
    object.put("finished", report.played().finished());
    object.put("positions", report.played().positions());
    object.put("seed", report.played().seed());
    object.put("stopped", report.played().stopped());
    estimate(object, "score", report.played().score());
    object.putNull("solver");
    if (report.solved() != null) {
      solved(object.putObject("solver"), report.solved());
    }
    ObjectNode calibration = object.putObject("calibration");
    number(calibration, "networkError", report.calibration().networkError());
    number(calibration, "searchError", report.calibration().searchError());
    bins(calibration.putArray("network"), report.calibration().network());
    bins(calibration.putArray("search"), report.calibration().search());
    ArrayNode depths = object.putArray("unrolled");
    for (Depth depth : report.depths()) {
      ObjectNode one = depths.addObject().put("depth", depth.depth());
      estimate(one, "rewardError", depth.reward());
      estimate(one, "imaginedValueError", depth.imagined());
      estimate(one, "observedValueError", depth.observed());
      estimate(one, "policyDistance", depth.policy());
      estimate(one, "hiddenDistance", depth.distance());
      estimate(one, "hiddenMoved", depth.moved());
    }
    ArrayNode searches = object.putArray("searches");
    for (Budget budget : report.searches()) {
      ObjectNode one = searches.addObject().put("simulations", budget.simulations());
      estimate(one, "agrees", budget.agrees());
      estimate(one, "right", budget.right());
      estimate(one, "valueDrift", budget.drift());
    }
    ArrayNode worst = object.putArray("worst");
    report.worst().forEach(one -> worst(worst.addObject(), one));
    return object;
  }

  private static void solved(ObjectNode object, Solved solved) {
    estimate(object, "networkRight", solved.network());
    estimate(object, "searchRight", solved.search());
    ArrayNode outcomes = object.putArray("outcomes");
    solved
        .outcomes()
        .forEach(
            outcome -> {
              ObjectNode one = outcomes.addObject();
              one.put("value", outcome.value()).put("positions", outcome.count());
              outcome.network().forEach(one.putArray("networkQuantiles")::add);
              outcome.search().forEach(one.putArray("searchQuantiles")::add);
            });
    ArrayNode phases = object.putArray("phases");
    for (Phase phase : solved.phases()) {
      ObjectNode one = phases.addObject().put("from", phase.from()).put("to", phase.to());
      estimate(one, "networkRight", phase.network());
      estimate(one, "searchRight", phase.search());
    }
  }

  private static void bins(ArrayNode array, List<Bin> bins) {
    for (Bin bin : bins) {
      ObjectNode one = array.addObject();
      number(one, "predicted", bin.predicted());
      estimate(one, "result", bin.result());
    }
  }

  private static void worst(ObjectNode object, Worst worst) {
    object.put("game", worst.game());
    worst.moves().forEach(object.putArray("moves")::add);
    number(object, "networkValue", worst.decision().networkValue());
    number(object, "value", worst.decision().value());
    number(object, "result", worst.result());
    object.put("solver", worst.solver());
    ArrayNode actions = object.putArray("actions");
    for (Choice choice : worst.actions()) {
      ObjectNode one = actions.addObject().put("name", choice.name());
      number(one, "prior", choice.candidate().prior());
      one.put("visits", choice.candidate().visits());
      number(one, "q", choice.candidate().q().orElse(Double.NaN));
      number(one, "policy", choice.candidate().policy());
      one.put("solver", choice.solver());
    }
  }

  private static void estimate(ObjectNode object, String name, Estimate estimate) {
    ObjectNode one = object.putObject(name).put("count", estimate.count());
    number(one, "mean", estimate.mean());
    number(one, "margin", estimate.margin());
  }

  /** JSON has no NaN. */
  private static void number(ObjectNode object, String name, double value) {
    if (Double.isFinite(value)) {
      object.put(name, value);
    } else {
      object.putNull(name);
    }
  }
}
