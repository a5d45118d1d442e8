package io.muzero.search;

import io.muzero.settings.Check;
import io.muzero.settings.Setting;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How a position is searched. */
public record SearchConfig(
    @Setting(
            value =
                "learned (MuZero: learned dynamics say where actions lead) or rules (AlphaZero: copies of the game are "
                    + "stepped; not for games of chance; learner.unrollSteps must be 0 then)",
            byDefault = "learned")
        SearchModel model,
    @Setting(
            value =
                "gumbel (Gumbel MuZero: improves the policy with few simulations) or puct (MuZero's own)",
            byDefault = "gumbel")
        SearchAlgorithm algorithm,
    @Setting(
            value = "simulations a search, each of which adds one node; within [1, 100000]",
            byDefault = "32",
            also = {"numSimulations", "playouts", "rollouts"})
        int simulations,
    @Setting(
            value =
                "longest path from the root, in actions; a simulation that gets there visits the same node again; 0: no "
                    + "bound",
            byDefault = "0")
        int maxDepth,
    @Setting(
            value =
                "gumbel: actions m that sequential halving starts with at the root, from 1 (fewer when fewer are legal)",
            byDefault = "16")
        int maxConsideredActions,
    @Setting(
            value =
                "gumbel: factor of the Gumbel noise, at least 0; 1 samples from the policy, 0 searches greedily "
                    + "(evaluation always does)",
            byDefault = "1.0")
        double gumbelScale,
    @Setting(
            value =
                "gumbel: c_scale of σ(q) = (c_visit + max visits)·c_scale·q, above 0 (Gumbel MuZero, eq. 8)",
            byDefault = "0.1")
        double valueScale,
    @Setting(
            value = "gumbel: c_visit of σ(q), at least 0 (Gumbel MuZero, eq. 8)",
            byDefault = "50.0")
        double maxVisitInit,
    @Setting(
            value =
                "gumbel: whether completed Q-values are stretched to [0, 1] at each node before σ",
            byDefault = "true")
        boolean rescaleValues,
    @Setting(
            value =
                "gumbel: whether actions without a visit count as the mix of raw value and visited Q-values (Gumbel MuZero, "
                    + "Appendix D); otherwise as the raw value",
            byDefault = "true")
        boolean mixedValue,
    @Setting(
            value = "puct: c1, the exploration constant, at least 0 (MuZero, Appendix B)",
            byDefault = "1.25",
            also = "cPuct")
        double pbCInit,
    @Setting(
            value = "puct: c2, visits at which exploration grows, above 0 (MuZero, Appendix B)",
            byDefault = "19652.0")
        double pbCBase,
    @Setting(
            value =
                "puct: concentration of the Dirichlet noise at the root, above 0; about 10 divided by the number of "
                    + "legal actions",
            byDefault = "0.3")
        double dirichletAlpha,
    @Setting(
            value = "puct: share of the Dirichlet noise in the root's prior, within [0, 1]",
            byDefault = "0.25")
        double dirichletFraction,
    @Setting(
            value =
                "rules: show each state to the network as a random image that the game's symmetries make of it (AlphaGo Zero, "
                    + "Nature 550, 2017, Methods); evaluation draws the same images each time",
            byDefault = "false")
        boolean leafImages) {
  /** Checks the ranges. */
  public SearchConfig {
    Check.within("search.simulations", simulations, 1, 100_000);
    Check.atLeast("search.maxDepth", maxDepth, 0);
    Check.atLeast("search.maxConsideredActions", maxConsideredActions, 1);
    Check.within("search.gumbelScale", gumbelScale, 0, 1e6);
    Check.above("search.valueScale", valueScale, 0);
    Check.within("search.valueScale", valueScale, 0, 1e6);
    Check.within("search.maxVisitInit", maxVisitInit, 0, 1e6);
    Check.within("search.pbCInit", pbCInit, 0, 1e6);
    Check.above("search.pbCBase", pbCBase, 0);
    Check.above("search.dirichletAlpha", dirichletAlpha, 0);
    Check.within("search.dirichletFraction", dirichletFraction, 0, 1);
    Check.that(
        !leafImages || model == SearchModel.RULES,
        "search.leafImages",
        "must be false with search.model=learned, whose hidden states have no images",
        leafImages);
  }

  /** A search over learned dynamics. */
  public SearchConfig(
      SearchAlgorithm algorithm,
      int simulations,
      int maxDepth,
      int maxConsideredActions,
      double gumbelScale,
      double valueScale,
      double maxVisitInit,
      boolean rescaleValues,
      boolean mixedValue,
      double pbCInit,
      double pbCBase,
      double dirichletAlpha,
      double dirichletFraction) {
    this(
        SearchModel.LEARNED,
        algorithm,
        simulations,
        maxDepth,
        maxConsideredActions,
        gumbelScale,
        valueScale,
        maxVisitInit,
        rescaleValues,
        mixedValue,
        pbCInit,
        pbCBase,
        dirichletAlpha,
        dirichletFraction,
        false);
  }

  /** Gumbel MuZero with this many simulations and the papers' constants. */
  public static SearchConfig gumbel(int simulations) {
    return of(SearchAlgorithm.GUMBEL, simulations);
  }

  /** PUCT MuZero with this many simulations and the papers' constants. */
  public static SearchConfig puct(int simulations) {
    return of(SearchAlgorithm.PUCT, simulations);
  }

  /** Whether copies of the game are stepped by its rules. */
  public boolean usesRules() {
    return model == SearchModel.RULES;
  }

  /**
   * What the search of a decision without exploration depends on, setting by setting. A setting
   * that the algorithm does not use, or a model's that was the only one once, is left out.
   */
  public Map<String, String> deciding() {
    Map<String, String> deciding = new TreeMap<>();
    if (model != SearchModel.LEARNED) {
      deciding.put("model", model.name().toLowerCase(Locale.ROOT));
    }
    if (leafImages) {
      deciding.put("leafImages", "true");
    }
    deciding.put("algorithm", algorithm.name().toLowerCase(Locale.ROOT));
    deciding.put("simulations", Integer.toString(simulations));
    deciding.put("maxDepth", Integer.toString(maxDepth));
    switch (algorithm) {
      case GUMBEL -> {
        deciding.put("maxConsideredActions", Integer.toString(maxConsideredActions));
        deciding.put("valueScale", Double.toString(valueScale));
        deciding.put("maxVisitInit", Double.toString(maxVisitInit));
        deciding.put("rescaleValues", Boolean.toString(rescaleValues));
        deciding.put("mixedValue", Boolean.toString(mixedValue));
      }
      case PUCT -> {
        deciding.put("pbCInit", Double.toString(pbCInit));
        deciding.put("pbCBase", Double.toString(pbCBase));
      }
    }
    return deciding;
  }

  /** The same search with another number of simulations. */
  public SearchConfig withSimulations(int number) {
    return with(number, valueScale);
  }

  /** The same search with another factor of σ(q). */
  public SearchConfig withValueScale(double factor) {
    return with(simulations, factor);
  }

  private SearchConfig with(int otherSimulations, double otherValueScale) {
    return new SearchConfig(
        model,
        algorithm,
        otherSimulations,
        maxDepth,
        maxConsideredActions,
        gumbelScale,
        otherValueScale,
        maxVisitInit,
        rescaleValues,
        mixedValue,
        pbCInit,
        pbCBase,
        dirichletAlpha,
        dirichletFraction,
        leafImages);
  }

  private static SearchConfig of(SearchAlgorithm algorithm, int simulations) {
    return new SearchConfig(
        algorithm, simulations, 0, 16, 1, 0.1, 50, true, true, 1.25, 19652, 0.3, 0.25);
  }
}
