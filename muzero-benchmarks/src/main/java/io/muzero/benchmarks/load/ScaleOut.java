package io.muzero.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Computes from measured constants what many actors need of one learner, and where it saturates
 * ({@code docs/scale-out.md}).
 *
 * <p>Usage: {@code ScaleOut [GAME [NAME=NUMBER ...]]}: all games that have constants unless one is
 * named; then its constants may be replaced by measured ones of another machine.
 */
public final class ScaleOut {
  private static final int[] ACTORS = {10, 100, 1000};

  /** Actors of a node: one a core of a common machine. */
  private static final int ACTORS_A_NODE = 16;

  private static final double MIB = 1 << 20;

  /** A link of 1 Gbit/s. */
  private static final double LINK_MEBIBYTES = 119;

  /** An actor plays a quarter of a second for each answer. */
  private static final double ANSWERS_A_SECOND = 4;

  /** 500 calls of 30 kB took 0.53 s. */
  private static final double CALLS_A_SECOND = 943;

  private ScaleOut() {}

  /**
   * What was measured. {@link LoadGenerator} prints the sizes and the intake's time, {@code muzero
   * benchmark} the speeds.
   *
   * @param positionsAGame positions of a game (or segment) that one message carries
   * @param bytesAGame of the message
   * @param weightsBytes of a set of weights
   * @param playedASecond positions that one actor, one core, plays a second
   * @param stepsASecond training steps of the learner
   * @param batch positions of a training step
   * @param replayRatio samples a position
   * @param publishEvery training steps between two sets of weights
   * @param intakeMicroseconds processor time that taking a message costs
   * @param linkMebibytes a second that the learner's network link carries
   * @param capacity positions in the replay buffer
   * @param answersASecond answers that an actor sends a second, each with all games it finished
   * @param callsASecond answers that one Ray driver takes a second
   */
  record Constants(
      double positionsAGame,
      double bytesAGame,
      double weightsBytes,
      double playedASecond,
      double stepsASecond,
      double batch,
      double replayRatio,
      double publishEvery,
      double intakeMicroseconds,
      double linkMebibytes,
      double capacity,
      double answersASecond,
      double callsASecond) {
    /** Requires numbers above 0: everything is divided by. */
    Constants {
      double[] all = {
        positionsAGame,
        bytesAGame,
        weightsBytes,
        playedASecond,
        stepsASecond,
        batch,
        replayRatio,
        publishEvery,
        intakeMicroseconds,
        linkMebibytes,
        capacity,
        answersASecond,
        callsASecond
      };
      for (double one : all) {
        if (!(one > 0) || Double.isInfinite(one)) {
          throw new IllegalArgumentException("every constant must be above 0, one was " + one);
        }
      }
    }

    /** Positions a second that the learner uses up. */
    double learned() {
      return stepsASecond * batch / replayRatio;
    }

    /** Actors that keep the learner busy all the time. */
    double actorsALearner() {
      return learned() / playedASecond;
    }

    /** Actors whose games one core takes in. */
    double actorsAnIntake() {
      return positionsAGame * 1e6 / intakeMicroseconds / playedASecond;
    }

    /** Actors whose games fill the learner's link. */
    double actorsALink() {
      return linkMebibytes * MIB * positionsAGame / bytesAGame / playedASecond;
    }

    /** Actors whose answers one driver takes. */
    double actorsADriver() {
      return callsASecond / answersASecond;
    }

    /** Nodes that the newest weights can be sent to in time, from the learner's link alone. */
    double nodesALink() {
      return linkMebibytes * MIB / (weightsBytes * stepsASecond / publishEvery);
    }
  }

  /**
   * What so many actors need.
   *
   * @param games messages a second that they could send
   * @param mebibytesIn a second, of games
   * @param mebibytesOut a second, of weights, once a node
   * @param learners learners of this speed that would be busy
   * @param intakeCores cores that taking the games in would keep busy
   * @param bufferMinutes until a position leaves the replay buffer, when all is taken
   * @param waiting share of their time that the actors wait for one learner
   */
  record Need(
      double games,
      double mebibytesIn,
      double mebibytesOut,
      double learners,
      double intakeCores,
      double bufferMinutes,
      double waiting) {}

  /** What {@code actors} need. */
  static Need need(Constants c, int actors) {
    double positions = actors * c.playedASecond;
    double games = positions / c.positionsAGame;
    double nodes = Math.ceil((double) actors / ACTORS_A_NODE);
    double versions = c.stepsASecond / c.publishEvery;
    double learners = positions / c.learned();
    return new Need(
        games,
        games * c.bytesAGame / MIB,
        nodes * versions * c.weightsBytes / MIB,
        learners,
        games * c.intakeMicroseconds / 1e6,
        c.capacity / positions / 60,
        Math.max(0, 1 - 1 / learners));
  }

  /** What saturates first, with the actors at which it does. */
  static String first(Constants c) {
    Map<Double, String> limits = new TreeMap<>();
    limits.put(c.actorsALearner(), "the learner");
    limits.put(c.actorsAnIntake(), "taking games in on one core");
    limits.put(c.actorsADriver(), "answers to one driver");
    limits.put(c.actorsALink(), "the learner's link, by games");
    limits.put(c.nodesALink() * ACTORS_A_NODE, "the learner's link, by weights");
    List<String> words = new ArrayList<>();
    limits.forEach(
        (actors, what) ->
            words.add(
                String.format(
                    Locale.ROOT,
                    actors < 10 ? "%s at %.1f actors" : "%s at %,.0f actors",
                    what,
                    actors)));
    return String.join(", then ", words);
  }

  /** The table of a game, as Markdown. */
  static List<String> table(Constants c) {
    List<String> lines = new ArrayList<>();
    lines.add("| actors | games/s | MiB/s in | MiB/s out | learners | actors wait |");
    lines.add("|---|---|---|---|---|---|");
    for (int actors : ACTORS) {
      Need need = need(c, actors);
      lines.add(
          String.format(
              Locale.ROOT,
              "| %,d | %,.0f | %,.2f | %,.2f | %,.1f | %.0f %% |",
              actors,
              need.games(),
              need.mebibytesIn(),
              need.mebibytesOut(),
              need.learners(),
              100 * need.waiting()));
    }
    return lines;
  }

  /** The constants of docs/scale-out.md, by what they are of. */
  static Map<String, Constants> measured() {
    Map<String, Constants> measured = new TreeMap<>();
    measured.put("connect4", connect4(28_500.0 / 16));
    measured.put("connect4-800", connect4(28_500.0 / 800));
    return measured;
  }

  /** Connect4 as in configs, by the positions that an actor plays a second. */
  private static Constants connect4(double playedASecond) {
    return new Constants(
        19.2,
        423,
        1_444_476,
        playedASecond,
        13.1,
        128,
        1,
        20,
        30,
        LINK_MEBIBYTES,
        200_000,
        ANSWERS_A_SECOND,
        CALLS_A_SECOND);
  }

  /** Prints the tables; see the class. */
  public static void main(String[] arguments) {
    Map<String, Constants> games = measured();
    if (arguments.length > 0 && !games.containsKey(arguments[0])) {
      throw new IllegalArgumentException(
          "there are constants of "
              + String.join(", ", games.keySet())
              + ", not of "
              + arguments[0]);
    }
    games.forEach(
        (game, constants) -> {
          if (arguments.length == 0 || arguments[0].equals(game)) {
            print(game, ConstantArguments.replaced(constants, List.of(arguments)));
          }
        });
  }

  @SuppressWarnings("SystemOut")
  private static void print(String game, Constants c) {
    System.out.println("\n" + game + "\n");
    System.out.printf(
        Locale.ROOT,
        "learner  %.2f steps/s x %.0f positions / ratio %.2f = %,.0f positions/s = %,.1f actors of %,.0f positions/s%n",
        c.stepsASecond,
        c.batch,
        c.replayRatio,
        c.learned(),
        c.actorsALearner(),
        c.playedASecond);
    System.out.printf(
        Locale.ROOT,
        "intake   1 core / %.0f us = %,.0f games/s x %.1f positions = %,.0f actors%n",
        c.intakeMicroseconds,
        1e6 / c.intakeMicroseconds,
        c.positionsAGame,
        c.actorsAnIntake());
    System.out.printf(
        Locale.ROOT,
        "link     %.0f MiB/s / %,.0f bytes a game = %,.0f actors; %.2f sets of weights/s x %,.0f bytes = %,.0f nodes%n",
        c.linkMebibytes,
        c.bytesAGame,
        c.actorsALink(),
        c.stepsASecond / c.publishEvery,
        c.weightsBytes,
        c.nodesALink());
    System.out.printf(
        Locale.ROOT,
        "driver   %.0f answers/s / %.0f a second and actor = %,.0f actors%n%n",
        c.callsASecond,
        c.answersASecond,
        c.actorsADriver());
    table(c).forEach(System.out::println);
    System.out.println("\nsaturated first: " + first(c));
  }
}
