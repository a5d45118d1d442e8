package io.muzero.export;

import io.muzero.export.Symbol.Items;
import io.muzero.export.Symbol.Scalar;
import io.muzero.export.Symbol.Tensor;
import io.muzero.export.Symbol.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs functions of a network's TorchScript with symbols in the place of tensors: assignments and
 * returns of calls, lists, indices and sums, which is all that inference is written in.
 *
 * <p>Anything else is refused: loops, conditions and operations that {@link TorchOperations} does
 * not know. Used by one thread.
 */
final class ScriptTracer {
  private static final Pattern FUNCTION = Pattern.compile("  def (\\w+)\\(self,? ?(.*)\\) -> .*:");

  private static final Pattern ASSIGNMENT = Pattern.compile("    (\\w+(?:, \\w+)*)(?:: [\\w\\[\\]]+)? = (.*)");

  private static final String RETURN = "    return ";

  private final Map<String, Function> functions = new HashMap<>();
  private final TorchOperations operations;

  /**
   * A function.
   *
   * @param parameters names, without {@code self}
   * @param lines its body
   */
  private record Function(List<String> parameters, List<String> lines) {}

  /**
   * A tracer.
   *
   * @param text a class in TorchScript, as {@link io.muzero.network.NetworkProgram#text} makes it
   * @param operations notes what is computed
   */
  ScriptTracer(String text, TorchOperations operations) {
    this.operations = operations;
    List<String> body = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher head = FUNCTION.matcher(line);
      if (head.matches()) {
        body = new ArrayList<>();
        functions.put(head.group(1), new Function(names(head.group(2)), body));
      } else if (!line.isBlank()) {
        body.add(line);
      }
    }
  }

  private static List<String> names(String parameters) {
    List<String> names = new ArrayList<>();
    Matcher name = Pattern.compile("(\\w+): ").matcher(parameters);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }

  /** Calls a function that returns a tensor. */
  Tensor tensor(String function, Symbol... arguments) {
    return (Tensor) call(function, List.of(arguments));
  }

  private Symbol call(String name, List<Symbol> arguments) {
    @Nullable Function function = functions.get(name);
    if (function == null || function.parameters.size() != arguments.size()) {
      throw new UnsupportedNetworkException(
          "the network's program has no function " + name + " of " + arguments.size());
    }
    Map<String, Symbol> scope = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      scope.put(function.parameters.get(i), arguments.get(i));
    }
    for (String line : function.lines) {
      Matcher assignment = ASSIGNMENT.matcher(line);
      if (line.startsWith(RETURN)) {
        return new Line(line.substring(RETURN.length()), scope).whole();
      }
      if (!assignment.matches()) {
        throw new UnsupportedNetworkException(
            "export cannot follow this line of the network's program: " + line.strip());
      }
      assign(
          List.of(assignment.group(1).split(", ")),
          new Line(assignment.group(2), scope).whole(),
          scope);
    }
    throw new UnsupportedNetworkException("the function " + name + " returns nothing");
  }

  private static void assign(List<String> names, Symbol value, Map<String, Symbol> scope) {
    if (names.size() == 1) {
      scope.put(names.get(0), value);
      return;
    }
    List<Symbol> values = ((Items) value).list();
    for (int i = 0; i < names.size(); i++) {
      scope.put(names.get(i), values.get(i));
    }
  }

  /** An expression, read from left to right as it is computed. */
  private final class Line {
    private static final Pattern TOKEN =
        Pattern.compile("\\s*(\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?|\\w+|.)");

    private final String text;
    private final Map<String, Symbol> scope;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    Line(String text, Map<String, Symbol> scope) {
      this.text = text;
      this.scope = scope;
      Matcher token = TOKEN.matcher(text);
      while (token.find()) {
        tokens.add(token.group(1));
      }
    }

    Symbol whole() {
      Symbol result = sum();
      if (at < tokens.size()) {
        throw notUnderstood();
      }
      return result;
    }

    private Symbol sum() {
      Symbol left = product();
      while (peek().equals("+")) {
        at++;
        left = new Scalar(number(left) + number(product()));
      }
      return left;
    }

    private Symbol product() {
      Symbol left = operand();
      while (peek().equals("*")) {
        at++;
        left = new Scalar(number(left) * number(operand()));
      }
      return left;
    }

    private Symbol operand() {
      if (peek().equals("-")) {
        at++;
        return new Scalar(-number(operand()));
      }
      Symbol value = first();
      while (true) {
        switch (peek()) {
          case "[" -> {
            at++;
            List<Symbol> list = ((Items) value).list();
            int index = (int) number(sum());
            value = list.get(index < 0 ? list.size() + index : index);
            expect("]");
          }
          case "." -> {
            at++;
            String method = next();
            List<Symbol> arguments = new ArrayList<>(List.of(value));
            arguments.addAll(arguments());
            value = operations.call(method, arguments);
          }
          default -> {
            return value;
          }
        }
      }
    }

    private Symbol first() {
      String token = next();
      switch (token) {
        case "[" -> {
          return new Items(list("]"));
        }
        case "None" -> {
          return Word.NONE;
        }
        case "True" -> {
          return Word.TRUE;
        }
        case "False" -> {
          return Word.FALSE;
        }
        case "self", "torch" -> {
          expect(".");
          String name = next();
          List<Symbol> arguments = arguments();
          return token.equals("self") ? call(name, arguments) : operations.call(name, arguments);
        }
        default -> {
          if (Character.isDigit(token.charAt(0))) {
            return new Scalar(Double.parseDouble(token));
          }
          @Nullable Symbol known = scope.get(token);
          if (known == null) {
            throw notUnderstood();
          }
          return known;
        }
      }
    }

    private List<Symbol> arguments() {
      expect("(");
      return list(")");
    }

    /** Positional items up to a bracket; of named ones only memory formats may be passed over. */
    private List<Symbol> list(String end) {
      List<Symbol> items = new ArrayList<>();
      while (!peek().equals(end)) {
        if (peek().equals("memory_format")) {
          at += 2;
          sum();
        } else {
          items.add(sum());
        }
        if (peek().equals(",")) {
          at++;
        }
      }
      expect(end);
      return items;
    }

    private double number(Symbol value) {
      if (value instanceof Scalar scalar) {
        return scalar.value();
      }
      throw notUnderstood();
    }

    private String peek() {
      return at < tokens.size() ? tokens.get(at) : "";
    }

    private String next() {
      if (at == tokens.size()) {
        throw notUnderstood();
      }
      return tokens.get(at++);
    }

    private void expect(String token) {
      if (!next().equals(token)) {
        throw notUnderstood();
      }
    }

    private UnsupportedNetworkException notUnderstood() {
      return new UnsupportedNetworkException(
          "export cannot follow this part of the network's program: " + text);
    }
  }
}
