package io.muzero.agent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an agent that was packed: how it was trained, and what was measured.
 *
 * @param name what it is called by: lower-case letters, digits, '-', '_' and '.', at most 64
 * @param game its game
 * @param step training steps behind its weights
 * @param training how it was trained
 * @param settings its settings that differ from those of the game's own configuration, by key, in
 *     YAML
 * @param measured what was measured, in the order in which it was
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentCard(
    String name,
    String game,
    long step,
    Training training,
    @Nullable Map<String, String> settings,
    @Nullable List<Measure> measured) {
  /** An agent's name; it also names a folder. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,63}");

  /** Checks the name and copies what can change. */
  public AgentCard {
    requireName(name);
    Objects.requireNonNull(game, "game");
    Objects.requireNonNull(training, "training");
    if (step < 0) {
      throw new IllegalArgumentException("step must be at least 0, was " + step);
    }
    settings = Collections.unmodifiableMap(new TreeMap<>(settings == null ? Map.of() : settings));
    measured = List.copyOf(measured == null ? List.<Measure>of() : measured);
  }

  /** Settings that differ from those of the game's own configuration; never null. */
  @Override
  public Map<String, String> settings() {
    return Objects.requireNonNull(settings);
  }

  /** What was measured; never null. */
  @Override
  public List<Measure> measured() {
    return Objects.requireNonNull(measured);
  }

  /** The same card with one more measure. */
  public AgentCard with(Measure more) {
    List<Measure> all = new ArrayList<>(measured());
    all.add(more);
    return new AgentCard(name, game, step, training, settings, all);
  }

  /** Whether a text can be an agent's name. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  private static void requireName(String name) {
    if (!isName(Objects.requireNonNull(name, "name"))) {
      throw new IllegalArgumentException(
          "an agent's name must be 1 to 64 lower-case letters, digits, '-', '_' or '.', was '"
              + (name.length() > 80 ? name.substring(0, 80) + "…" : name)
              + "'");
    }
  }

  /**
   * How an agent was trained.
   *
   * @param command the arguments of the command that trained it, as {@code train --game tictactoe
   *     --seed 1}
   * @param seed the run's seed
   * @param steps training steps of the whole run
   * @param minutes minutes that the run trained
   * @param machine where
   * @param program version of the program
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Training(
      String command, long seed, long steps, double minutes, String machine, String program) {
    /** Requires every text. */
    public Training {
      Objects.requireNonNull(command, "training.command");
      Objects.requireNonNull(machine, "training.machine");
      Objects.requireNonNull(program, "training.program");
    }
  }

  /**
   * What a command measured.
   *
   * @param command the arguments of the command that measures it again, as {@code evaluate --agent
   *     tictactoe --exhaustive}
   * @param numbers what it found, by name, in its order
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Measure(String command, Map<String, Double> numbers) {
    /** Copies the numbers. */
    public Measure {
      Objects.requireNonNull(command, "measured.command");
      numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }
  }
}
