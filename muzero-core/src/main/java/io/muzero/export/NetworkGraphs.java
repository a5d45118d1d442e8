package io.muzero.export;

import io.muzero.export.Node.Attribute;
import io.muzero.export.Symbol.Element;
import io.muzero.export.Symbol.Items;
import io.muzero.export.Symbol.Tensor;
import io.muzero.model.ValueSupport;
import io.muzero.network.Constant;
import io.muzero.network.ExpandedWeights;
import io.muzero.network.Layer;
import io.muzero.network.LayerText;
import io.muzero.network.NetworkProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The graphs of a network: representation h, dynamics g, prediction f, and the two inferences that
 * a search calls.
 *
 * <p>Names and shapes, B the batch:
 *
 * <ul>
 *   <li>{@code observation} [B, C, H, W]: an input, frames stacked;
 *   <li>{@code hidden_state}, {@code next_hidden_state} [B, S]: scaled to [0, 1] in the graph; with
 *       a value prefix what it remembers follows, at first zeros (memory, sum, steps);
 *   <li>{@code action} [B], 64-bit whole numbers;
 *   <li>{@code policy_logits} [B, A];
 *   <li>{@code value}, {@code reward} [B]: in the game's units, that is, the expectation over the
 *       support with the transform undone; {@code value_logits} [B, Sᵥ] and {@code reward_logits}
 *       [B, Sᵣ]: the categories;
 *   <li>{@code discount} [B]: what turns the next state's value into the view and present value of
 *       the player who moved.
 * </ul>
 *
 * <p>Used by one thread.
 */
final class NetworkGraphs {
  /** ε of the transform h (MuZero, arXiv:1911.08265, Appendix F). */
  private static final double EPSILON = 0.001;

  /** Inference keeps no tape. */
  private static final Items NO_TAPE = new Items(List.of());

  private final ExportedNetwork network;
  private final NetworkProgram program;
  private final List<Constant> expanded;

  NetworkGraphs(ExportedNetwork network) {
    this.network = network;
    program = new NetworkProgram(network.config().portable(), network.shape());
    expanded = ExpandedWeights.of(program, network.weights());
  }

  /** All graphs, by name. */
  List<Graph> all() {
    List<Graph> graphs = new ArrayList<>();
    graphs.add(new Building("representation").representation());
    graphs.add(new Building("prediction").prediction());
    graphs.add(new Building("initial_inference").initialInference());
    if (network.dynamics()) {
      graphs.add(new Building("dynamics").dynamics());
      graphs.add(new Building("recurrent_inference").recurrentInference());
    }
    return graphs;
  }

  /** A graph that is being built. */
  private final class Building {
    private final Graph graph;
    private final ScriptTracer tracer;
    private final Items weights;
    private final int actions = network.shape().actionCount();
    private final int valueEnd = actions + program.valueSupport().size();
    private final int rewardEnd = valueEnd + program.rewardSupport().size();

    Building(String name) {
      graph = new Graph(name);
      tracer = new ScriptTracer(program.text(LayerText.PLAIN, ""), new TorchOperations(graph));
      List<Symbol> list = new ArrayList<>();
      for (int i = 0; i < expanded.size(); i++) {
        list.add(graph.constant(nameOf(i), expanded.get(i).shape(), expanded.get(i).values()));
      }
      weights = new Items(list);
    }

    /** The name of what the program's list has at an index: that of a parameter. */
    private String nameOf(int index) {
      if (index / 2 >= program.layers().size()) {
        return "taps_on_board";
      }
      Layer.Parameters layer = program.layers().get(index / 2).parameters();
      boolean takesAction = program.layers().get(index / 2).takesAction();
      int parameter =
          index % 2 == 0 ? layer.weight() : takesAction ? layer.actions() : layer.bias();
      return program.layout().parameters().get(parameter).name();
    }

    Graph representation() {
      graph.output("hidden_state", withoutMemory(represent().scaled));
      return graph;
    }

    Graph prediction() {
      Tensor state = graph.columns(hiddenState(), 0, program.stateSize());
      predict(heads(new States(state, state)));
      return graph;
    }

    Graph initialInference() {
      States states = represent();
      graph.output("hidden_state", withoutMemory(states.scaled));
      predict(heads(states));
      return graph;
    }

    Graph dynamics() {
      follow();
      return graph;
    }

    Graph recurrentInference() {
      predict(follow());
      return graph;
    }

    /** Hidden states [B, S], and what they were scaled from. */
    private record States(Tensor scaled, Tensor unscaled) {}

    private Tensor hiddenState() {
      return graph.input("hidden_state", Element.FLOAT, -1, program.keptSize());
    }

    private States represent() {
      Tensor observation =
          graph.input(
              "observation",
              Element.FLOAT,
              -1,
              network.shape().inputChannels(),
              network.shape().height(),
              network.shape().width());
      Tensor rows =
          graph.node(
              "Flatten",
              List.of(-1, network.shape().inputSize()),
              List.of(Attribute.of("axis", 1)),
              observation);
      return scaled(tracer.tensor("representation", weights, rows, NO_TAPE));
    }

    /** Makes the next state and its reward outputs, and returns the heads' logits. */
    private Tensor follow() {
      Tensor kept = hiddenState();
      Tensor state = graph.columns(kept, 0, program.stateSize());
      Tensor action = graph.input("action", Element.WHOLE, -1);
      States states = scaled(tracer.tensor("dynamics", weights, state, action, NO_TAPE));
      Tensor logits = heads(states);
      if (program.prefixHorizon() > 0) {
        prefix(kept, states);
      } else {
        graph.output("next_hidden_state", states.scaled);
        Tensor categories = graph.columns(logits, valueEnd, rewardEnd);
        reward(expectation(categories, program.rewardSupport()), categories, logits);
      }
      return logits;
    }

    /** Zeros behind a state, where something is to be remembered. */
    private Tensor withoutMemory(Tensor scaled) {
      int memory = program.keptSize() - program.stateSize();
      return memory == 0
          ? scaled
          : graph.node(
              "Pad",
              List.of(-1, program.keptSize()),
              List.of(),
              scaled,
              graph.wholes(0, 0, 0, memory));
    }

    /**
     * Rewards as differences of sums, as {@code PrefixHead} of the network has them: behind the
     * state its memory (r, c) is kept, the sum so far, and the steps, all zeros anew after the
     * horizon.
     */
    private void prefix(Tensor kept, States states) {
      int cells = program.prefixWidth();
      int begin = program.stateSize();
      int counted = begin + 2 * cells;
      Tensor gates = tracer.tensor("prefix_gates", weights, states.unscaled, NO_TAPE);
      Tensor memory =
          tracer.tensor(
              "prefix_memory", weights, gates, graph.columns(kept, begin, counted), NO_TAPE);
      Tensor categories =
          tracer.tensor("prefix", weights, graph.columns(memory, 0, cells), NO_TAPE);
      Tensor sum = expectation(categories, program.rewardSupport());
      Tensor before = reshaped(graph.columns(kept, counted, counted + 1), -1);
      reward(two("Sub", sum, before), categories, categories);
      Tensor steps = two("Add", graph.columns(kept, counted + 1, counted + 2), graph.scalar(1));
      Tensor goesOn =
          graph.node(
              "Less",
              Element.TRUTH,
              steps.shape(),
              List.of(),
              steps,
              graph.scalar(program.prefixHorizon()));
      Tensor keeps =
          graph.node(
              "Cast",
              steps.shape(),
              List.of(Attribute.of("to", Element.FLOAT.code)),
              goesOn);
      Tensor fresh = joined(joined(memory, reshaped(sum, -1, 1)), steps);
      graph.output("next_hidden_state", joined(states.scaled, two("Mul", fresh, keeps)));
    }

    private Tensor reshaped(Tensor x, Integer... shape) {
      int[] wholes = Arrays.stream(shape).mapToInt(Integer::intValue).toArray();
      return graph.node("Reshape", List.of(shape), List.of(), x, graph.wholes(wholes));
    }

    private Tensor joined(Tensor x, Tensor y) {
      return graph.node(
          "Concat",
          List.of(-1, x.dimension(1) + y.dimension(1)),
          List.of(Attribute.of("axis", 1)),
          x,
          y);
    }

    private States scaled(Tensor unscaled) {
      return new States(tracer.tensor("scale", unscaled), unscaled);
    }

    private Tensor heads(States states) {
      return tracer.tensor("heads", weights, states.scaled, states.unscaled, NO_TAPE);
    }

    private void predict(Tensor logits) {
      graph.output("policy_logits", graph.columns(logits, 0, actions));
      Tensor categories = graph.columns(logits, actions, valueEnd);
      graph.output("value_logits", categories);
      graph.output("value", expectation(categories, program.valueSupport()));
    }

    private void reward(Tensor reward, Tensor categories, Tensor logits) {
      graph.output("reward", reward);
      graph.output("reward_logits", categories);
      graph.output("discount", discount(logits, reward));
    }

    private Tensor discount(Tensor logits, Tensor reward) {
      Tensor discount = graph.scalar(network.discount());
      if (!network.shape().turnsVary()) {
        Tensor batch = graph.node("Shape", Element.WHOLE, List.of(1), List.of(), reward);
        return graph.node("Expand", reward.shape(), List.of(), discount, batch);
      }
      // Two logits: the player who moved moves again, and the other one moves.
      Tensor turns = graph.columns(logits, rewardEnd, rewardEnd + 2);
      Tensor difference = graph.constant("same_less_other", List.of(2), new float[] {1, -1});
      Tensor sum = graph.node("MatMul", List.of(-1), List.of(), turns, difference);
      Tensor same =
          graph.node("Greater", Element.TRUTH, List.of(-1), List.of(), sum, graph.scalar(0));
      return graph.node(
          "Where", List.of(-1), List.of(), same, discount, graph.scalar(-network.discount()));
    }

    /** The scalar that a distribution over a support stands for, in the game's units. */
    private Tensor expectation(Tensor logits, ValueSupport support) {
      Tensor shares =
          graph.node("Softmax", logits.shape(), List.of(Attribute.of("axis", 1)), logits);
      float[] atoms = new float[support.size()];
      for (int i = 0; i < atoms.length; i++) {
        atoms[i] = (float) support.atom(i);
      }
      Tensor mean =
          graph.node(
              "MatMul",
              List.of(-1),
              List.of(),
              shares,
              graph.constant("atoms", List.of(atoms.length), atoms));
      return support.transform() ? undone(mean) : mean;
    }

    /**
     * h⁻¹(y) = sign(y)·(r² − 1), r the root of εr² + r = |y| + 1 + ε =: s, which is computed as 2s
     * / (√(1 + 4εs) + 1) and r² − 1 as (r − 1)(r + 1): the textbook's forms lose half of a float's
     * digits.
     */
    private Tensor undone(Tensor y) {
      Tensor one = graph.scalar(1);
      Tensor s = two("Add", one("Abs", y), graph.scalar(1 + EPSILON));
      Tensor root = one("Sqrt", two("Add", two("Mul", s, graph.scalar(4 * EPSILON)), one));
      Tensor r = two("Div", two("Mul", s, graph.scalar(2)), two("Add", root, one));
      Tensor size = two("Mul", two("Sub", r, one), two("Add", r, one));
      return two("Mul", one("Sign", y), size);
    }

    private Tensor one(String operator, Tensor x) {
      return graph.node(operator, x.shape(), List.of(), x);
    }

    private Tensor two(String operator, Tensor x, Tensor y) {
      return graph.node(operator, x.shape(), List.of(), x, y);
    }
  }
}
