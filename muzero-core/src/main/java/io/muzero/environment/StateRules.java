package io.muzero.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Rules of {@link EnvironmentChecker} on what is seen of states and steps. */
final class StateRules {
  /** Episodes watched for a player who moves twice, which may be rare, as a pass is. */
  private static final int TURN_EPISODES = 100;

  private static final ObjectMapper JSON = new ObjectMapper();

  private StateRules() {}

  static void observations(RandomPlay play) {
    EnvironmentSpec spec = play.spec();
    int size = spec.observationSize();
    float[] target = new float[size + 2];
    play.visitAll(
        (environment, seed, step) -> {
          Arrays.fill(target, Float.NaN);
          environment.observe(target, 1);
          if (!Float.isNaN(target[0]) || !Float.isNaN(target[size + 1])) {
            play.found("wrote outside its " + size + " numbers", seed, step);
          }
          for (int i = 0; i < size; i++) {
            float number = target[i + 1];
            if (!(number >= spec.observationLow() && number <= spec.observationHigh())) {
              play.found("number " + i + " must be " + observationRange(spec, number), seed, step);
              return;
            }
            if (Float.isInfinite(number)) {
              play.found("number " + i + " is infinite", seed, step);
              return;
            }
            if (spec.format().isByte() && !spec.format().holds(number)) {
              play.found(
                  "number " + i + " must fit format " + spec.format() + ", was " + number,
                  seed,
                  step);
              return;
            }
          }
        });
  }

  private static String observationRange(EnvironmentSpec spec, float number) {
    return "within [%s, %s], was %s"
        .formatted(spec.observationLow(), spec.observationHigh(), number);
  }

  static void rewards(RandomPlay play) {
    EnvironmentSpec spec = play.spec();
    play.steps(
        (environment, action, step, seed, number) -> {
          if (!Float.isFinite((float) step.reward())) {
            play.found(
                "a reward must be finite and below 3.4e38, was " + step.reward(), seed, number);
          } else if (!(step.reward() >= spec.rewardLow() && step.reward() <= spec.rewardHigh())) {
            play.found(
                "a reward must be within [%s, %s], was %s"
                    .formatted(spec.rewardLow(), spec.rewardHigh(), step.reward()),
                seed,
                number);
          }
        });
  }

  static void players(RandomPlay play) {
    int players = play.spec().players();
    play.visit(
        RandomPlay.EPISODES,
        (environment, seed, step) -> {
          int player = environment.playerToMove();
          if (player < 0 || player >= players) {
            play.found(
                "the player to move must be below " + players + ", was " + player, seed, step);
          }
        });
  }

  static void turns(RandomPlay play) {
    EnvironmentSpec spec = play.spec();
    if (spec.players() == 2 && spec.alternating()) {
      visitSecondMoves(
          play,
          (environment, seed, step) ->
              play.found(
                  "the spec says that turns alternate, but player %s moves twice in a row: make it with alternating = false"
                      .formatted(environment.playerToMove()),
                  seed,
                  step));
    }
  }

  /** Whether the spec says that a player may move twice in a row, and none did. */
  static boolean alternatesUnclaimed(RandomPlay play) {
    boolean[] seen = new boolean[1];
    if (play.spec().turnsVary()) {
      visitSecondMoves(play, (environment, seed, step) -> seen[0] = true);
    }
    return play.spec().turnsVary() && !seen[0];
  }

  /** Visits the states in which the player to move has made the last move too. */
  private static void visitSecondMoves(RandomPlay play, RandomPlay.Visit visit) {
    int[] before = new int[1];
    play.visit(
        TURN_EPISODES,
        (environment, seed, step) -> {
          int player = environment.playerToMove();
          if (step > 0 && player == before[0]) {
            visit.at(environment, seed, step);
          }
          before[0] = player;
        });
  }

  static void pictures(RandomPlay play) {
    play.visit(
        RandomPlay.EPISODES,
        (environment, seed, step) -> {
          if (step <= 20 || step % 7 == 0) {
            look(play, environment, seed, step);
          }
        });
    play.steps(
        (environment, action, step, seed, number) -> {
          if (step.ended()) {
            look(play, environment, seed, number);
          }
        });
    Environment environment = play.newEnvironment();
    environment.reset(0);
    Set<String> names = new HashSet<>();
    for (int action = 0; action < play.discreteActions(); action++) {
      String name = environment.actionName(action);
      if (name.isBlank() || !names.add(name)) {
        play.found("action " + action + " needs a name of its own, was '" + name + "'");
      }
    }
  }

  private static void look(RandomPlay play, Environment environment, long seed, int step) {
    String text = environment.text();
    if (text.isBlank() || text.endsWith("\n")) {
      play.found("the text must be some lines without a final break", seed, step);
    }
    try {
      JsonNode picture = JSON.readTree(environment.json());
      if (!picture.isObject() || !picture.path("kind").isTextual()) {
        play.found("the JSON picture must be an object with a text \"kind\"", seed, step);
      }
    } catch (JsonProcessingException e) {
      play.found("the JSON picture does not parse: " + e.getOriginalMessage(), seed, step);
    }
  }
}
