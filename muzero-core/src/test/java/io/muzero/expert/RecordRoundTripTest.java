package io.muzero.expert;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.environment.Action;
import io.muzero.environment.Environment;
import io.muzero.environment.GameOptions;
import io.muzero.environment.Step;
import io.muzero.environment.ThreeInARow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the writer writes, the reader reads. */
class RecordRoundTripTest {
  @TempDir private Path place;

  private static GameRecord random(SplittableRandom random, int number) {
    Environment state = ThreeInARow.GAME.create(GameOptions.NONE);
    state.reset(0);
    List<Integer> moves = new ArrayList<>();
    Step step = Step.going(0);
    int mover = 0;
    while (!step.ended()) {
      int action = random.nextInt(9);
      if (state.isLegal(action)) {
        mover = state.playerToMove();
        step = state.step(Action.of(action));
        moves.add(action);
      }
    }
    int result = step.reward() == 0 ? 0 : mover == 0 ? 1 : -1;
    return new GameRecord(
        "three", moves, number % 4, result, new GameRecord.Source("random", number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"games.sgf", "games.sgf.gz", "games.txt", "games.txt.gz"})
  void write_thenRead_givesTheSameGames(String name) throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    List<GameRecord> games = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      games.add(random(random, i));
    }
    Path file = place.resolve(name);
    new RecordWriter(ThreeInARow.GAME, GameOptions.NONE, "random").write(file, games);
    RecordedGames read = new RecordReader(ThreeInARow.GAME, GameOptions.NONE).read(List.of(file));
    assertThat(read.problems()).isEmpty();
    assertThat(read.games()).hasSize(50);
    for (int i = 0; i < 50; i++) {
      GameRecord one = read.games().get(i);
      assertThat(one.moves()).isEqualTo(games.get(i).moves());
      assertThat(one.randomMoves()).isEqualTo(games.get(i).randomMoves());
      assertThat(one.result()).isEqualTo(games.get(i).result());
    }
  }

  /** A player's name may look like what the reader looks for. */
  @Test
  void write_namedPlayers_areInTheCommentAndReadOver() throws Exception {
    SplittableRandom random = new SplittableRandom(2);
    List<GameRecord> games = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      games.add(random(random, i));
    }
    Path file = place.resolve("games.txt");
    new RecordWriter(
            ThreeInARow.GAME,
            GameOptions.NONE,
            (record, seat) -> seat == 0 ? "my random 3 # 1-0" : "Zoë\n0-1")
        .write(file, games);
    String result = List.of("0-1", "1/2-1/2", "1-0").get(games.get(0).result() + 1);
    assertThat(Files.readAllLines(file).get(0))
        .endsWith(" # random 1 first: my random 3 # 1-0 second: Zo??0-1 result: " + result);
    RecordedGames read = new RecordReader(ThreeInARow.GAME, GameOptions.NONE).read(List.of(file));
    assertThat(read.problems()).isEmpty();
    assertThat(read.games())
        .extracting(GameRecord::moves)
        .isEqualTo(games.stream().map(GameRecord::moves).toList());
    assertThat(read.games())
        .extracting(GameRecord::randomMoves)
        .isEqualTo(games.stream().map(GameRecord::randomMoves).toList());
    assertThat(read.games())
        .extracting(GameRecord::result)
        .isEqualTo(games.stream().map(GameRecord::result).toList());
  }
}
