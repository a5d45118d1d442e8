package io.muzero.launcher;

import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.expert.MoveText;
import io.muzero.files.FileFailure;
import io.muzero.selfplay.Evaluation;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Positions in a file, one a line, each written as the names of the moves that lead there, as
 * {@link MoveText} reads them. An empty line is the first position.
 */
final class MoveFile {
  /** Some editors begin a UTF-8 text with it. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path file;

  MoveFile(Path file) {
    this.file = file;
  }

  /**
   * What the agent does in a position.
   *
   * @param position the moves that lead there
   * @param move the agent's
   */
  record Answer(String position, String move) {
    /** Both as one line of moves. */
    String line() {
      return position.isEmpty() ? move : position + " " + move;
    }
  }

  /**
   * The agent's move in each position.
   *
   * @param progress told now and then how many are decided
   */
  List<Answer> answers(TrainedAgent agent, Evaluation.Progress progress) {
    List<String> lines = read();
    List<Episode> positions = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      positions.add(position(agent, lines.get(i).strip(), i + 1));
    }
    int all = positions.size();
    progress.decided(0, all);
    int[] actions = agent.choose(positions, () -> true, decided -> progress.decided(decided, all));
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < actions.length; i++) {
      String move = positions.get(i).environment().actionName(actions[i]);
      answers.add(new Answer(lines.get(i).strip(), move));
    }
    return answers;
  }

  private List<String> read() {
    try {
      List<String> lines = Files.readAllLines(file);
      if (!lines.isEmpty() && lines.get(0).startsWith(BYTE_ORDER_MARK)) {
        lines.set(0, lines.get(0).substring(1));
      }
      return lines;
    } catch (MalformedInputException e) {
      throw new UsageException("--moves " + file + " is not UTF-8 text");
    } catch (IOException e) {
      throw new UsageException(
          "--moves "
              + file
              + (Files.exists(file)
                  ? " cannot be read: " + FileFailure.reason(e)
                  : " does not exist"));
    }
  }

  private Episode position(TrainedAgent agent, String line, int number) {
    Episode position = agent.newEpisode(0);
    for (String name : new MoveText(position.environment()).names(line)) {
      if (position.ended()) {
        throw wrong(number, name, "comes after the game's end");
      }
      position.play(action(position.environment(), name, number));
    }
    if (position.ended()) {
      throw new UsageException(file + ", line " + number + ": the game is over there");
    }
    return position;
  }

  private int action(Environment environment, String name, int number) {
    for (int a = 0; a < environment.spec().actionCount(); a++) {
      if (environment.actionName(a).equalsIgnoreCase(name)) {
        if (!environment.isLegal(a)) {
          throw wrong(number, name, "is not legal there");
        }
        return a;
      }
    }
    throw wrong(number, name, "is no move of this game");
  }

  private UsageException wrong(int number, String name, String why) {
    return new UsageException(file + ", line " + number + ": the move " + name + " " + why);
  }
}
