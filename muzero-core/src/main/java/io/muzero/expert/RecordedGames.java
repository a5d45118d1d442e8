package io.muzero.expert;

import java.util.List;

/**
 * What was read from files.
 *
 * @param games those that can be used, in the order of files and games
 * @param problems those that cannot, each with the reason
 * @param files files that were read
 */
public record RecordedGames(List<GameRecord> games, List<RecordProblem> problems, int files) {
  /** The lists are copied. */
  public RecordedGames {
    games = List.copyOf(games);
    problems = List.copyOf(problems);
  }
}
