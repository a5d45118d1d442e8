package io.muzero.srctest;

import static org.assertj.core.api.Assertions.assertThat;

import io.muzero.agent.AgentCard;
import io.muzero.agent.AgentFiles;
import io.muzero.agent.LoadOptions;
import io.muzero.agent.ReadyAgents;
import io.muzero.agent.TrainedAgent;
import io.muzero.environment.Episode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The agents that come with the program: each loads, and is about as good as its card says. The
 * card's own numbers are checked by {@link ReadyAgentsIT}.
 */
class ReadyAgentsTest {
  private static final Path FOLDER = Path.of("..", "agents");
  private static final long MOST_BYTES = 5 << 20;

  /** Episodes, or games from each seat. */
  private static final int GAMES = 10;

  private static List<String> names() {
    return ReadyAgents.all().stream().map(AgentCard::name).toList();
  }

  @Test
  void agents_ofTheFolder_areThoseOfTheProgram() throws Exception {
    List<String> folders = new ArrayList<>();
    try (Stream<Path> all = Files.list(FOLDER)) {
      all.filter(Files::isDirectory)
          .forEach(folder -> folders.add(String.valueOf(folder.getFileName())));
    }
    assertThat(names()).containsExactlyElementsOf(folders.stream().sorted().toList());
    assertThat(names()).contains("tictactoe");
  }

  @Test
  void agents_together_areSmall() throws Exception {
    long bytes = 0;
    try (Stream<Path> all = Files.walk(FOLDER)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        bytes += size(file);
      }
    }
    assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
  }

  private static long size(Path file) throws IOException {
    return Files.size(file);
  }

  @Test
  void agents_all_areWholeAndSayHowTheyWereMade() {
    for (AgentCard card : ReadyAgents.all()) {
      AgentFiles agent = AgentFiles.find(card.name(), LoadOptions.defaults()).orElseThrow();
      assertThat(agent.game()).as(card.name()).isEqualTo(card.game());
      assertThat(agent.step()).as(card.name()).isEqualTo(card.step());
      assertThat(card.training().command()).startsWith("train --game " + card.game() + " --seed ");
      assertThat(card.training().minutes()).as(card.name()).isPositive();
      assertThat(card.measured()).as(card.name()).isNotEmpty();
      assertThat(card.measured())
          .allMatch(
              measure -> measure.command().startsWith("evaluate --agent " + card.name() + " "));
    }
  }

  @Test
  void agents_all_playAboutAsTheirCardsSay() {
    for (AgentCard card : ReadyAgents.all()) {
      boolean two = card.measured().get(0).numbers().get("meanReturn") == null;
      LoadOptions loading = LoadOptions.defaults();
      // Agents of boards may search for a second a move.
      try (TrainedAgent agent =
          TrainedAgent.load(
              card.name(), two ? loading.withSetting("evaluation.simulations=50") : loading)) {
        Map<String, Double> numbers = card.measured().get(0).numbers();
        assertThat(agent.newEnvironment().spec().players()).isEqualTo(two ? 2 : 1);
        if (two) {
          assertThat(scoreAgainstRandom(agent)).as(card.name()).isGreaterThanOrEqualTo(0.8);
        } else {
          double spread = numbers.get("sdReturn");
          // Ten episodes; what is this far below its mean is another agent.
          assertThat(meanReturn(agent))
              .as(card.name())
              .isGreaterThanOrEqualTo(
                  numbers.get("meanReturn")
                      - 4 * spread / Math.sqrt(GAMES)
                      - 0.05 * Math.abs(numbers.get("meanReturn")));
        }
      }
    }
  }

  private static double meanReturn(TrainedAgent agent) {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < GAMES; i++) {
      episodes.add(agent.newEpisode(500 + i));
    }
    double sum = 0;
    while (episodes.stream().anyMatch(episode -> !episode.ended())) {
      List<Episode> going = episodes.stream().filter(episode -> !episode.ended()).toList();
      int[] actions = agent.choose(going);
      for (int i = 0; i < actions.length; i++) {
        sum += going.get(i).play(actions[i]).reward();
      }
    }
    return sum / GAMES;
  }

  /** The share of points against random moves, from both seats. */
  private static double scoreAgainstRandom(TrainedAgent agent) {
    Random random = new Random(7);
    double points = 0;
    for (int seat = 0; seat < 2; seat++) {
      for (int i = 0; i < GAMES; i++) {
        Episode episode = agent.newEpisode(i);
        while (!episode.ended()) {
          int[] legal = episode.legalActions();
          episode.play(
              episode.environment().playerToMove() == seat
                  ? agent.decide(episode).action()
                  : legal[random.nextInt(legal.length)]);
        }
        points += 0.5 + Math.signum(episode.score(seat) - episode.score(1 - seat)) / 2;
      }
    }
    return points / (2 * GAMES);
  }
}
