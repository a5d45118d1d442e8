package io.muzero.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.config.MuZeroConfig;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.Environment;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.model.ValueSupport;
import io.muzero.network.SupportConfig;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a program must know of an exported network beside its numbers, as texts by key; composed
 * ones are JSON. docs/export.md lists the keys.
 */
public final class ExportMetadata {
  private static final String FORMAT = "muzero-onnx 1";

  private ExportMetadata() {}

  /**
   * The metadata of a network.
   *
   * @param config of its run
   * @param game in its first state; only looked at
   * @param step training steps behind the weights
   */
  public static Map<String, String> of(MuZeroConfig config, Environment game, long step) {
    EnvironmentSpec spec = game.spec();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("game", config.game());
    metadata.put("training_step", Long.toString(step));
    metadata.put("network", config.network().type().name().toLowerCase(Locale.ROOT));
    metadata.put("players", Integer.toString(spec.players()));
    metadata.put(
        "turns", spec.players() == 1 ? "one player" : spec.turnsVary() ? "vary" : "alternate");
    metadata.put("discount", Double.toString(config.replay().discount()));
    metadata.put("observation", observation(config, spec).toString());
    metadata.put("actions", actions(game).toString());
    metadata.put("value_support", support(config.network().valueSupport()).toString());
    metadata.put("reward_support", support(config.network().rewardSupport()).toString());
    metadata.put("search", search(config).toString());
    return metadata;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode observation(MuZeroConfig config, EnvironmentSpec spec) {
    int frames = config.replay().stackedFrames();
    ObjectNode node = object();
    node.put("frames", frames);
    node.put("frame_channels", spec.channels());
    node.put("action_planes", frames > 1 ? frames : 0);
    node.put("height", spec.height());
    node.put("width", spec.width());
    node.put("low", spec.observationLow());
    node.put("high", spec.observationHigh());
    node.put(
        "layout",
        frames > 1
            ? "frames newest first, each as the player to move saw it then; behind them one plane for the action that led to"
                + " each, newest first; 0 before the start"
            : "the observation of the player to move");
    return node;
  }

  private static ObjectNode actions(Environment game) {
    ActionSpace.Layout layout =
        game.spec().actions() instanceof ActionSpace.Discrete discrete
            ? discrete.layout()
            : ActionSpace.Layout.NONE;
    ObjectNode node = object();
    node.put("count", game.spec().actionCount());
    node.put("layout", layout.name().toLowerCase(Locale.ROOT));
    node.put(
        "plane",
        switch (layout) {
          case NONE -> "(action + 1) / count everywhere";
          case CELLS ->
              "1 at the action's cell, row-major; 1 everywhere for a pass, the last action";
          case COLUMNS -> "1 in the action's column";
        });
    var names = node.putArray("names");
    for (int action = 0; action < game.spec().actionCount(); action++) {
      names.add(game.actionName(action));
    }
    return node;
  }

  private static ObjectNode support(SupportConfig config) {
    ValueSupport support = config.support();
    ObjectNode node = object();
    node.put("atoms", support.size());
    node.put("low", support.low());
    node.put("high", support.high());
    node.put(
        "transform", support.transform() ? "sign(x) * (sqrt(|x| + 1) - 1) + 0.001 * x" : "none");
    return node;
  }

  private static ObjectNode search(MuZeroConfig config) {
    var search = config.evaluation().search(config.search());
    ObjectNode node = object();
    node.put("model", search.model().name().toLowerCase(Locale.ROOT));
    node.put("algorithm", search.algorithm().name().toLowerCase(Locale.ROOT));
    node.put("simulations", search.simulations());
    node.put("max_depth", search.maxDepth());
    node.put("max_considered_actions", search.maxConsideredActions());
    node.put("value_scale", search.valueScale());
    node.put("max_visit_init", search.maxVisitInit());
    node.put("rescale_values", search.rescaleValues());
    node.put("mixed_value", search.mixedValue());
    node.put("pb_c_init", search.pbCInit());
    node.put("pb_c_base", search.pbCBase());
    return node;
  }
}
