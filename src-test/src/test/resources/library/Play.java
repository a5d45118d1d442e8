import io.muzero.agent.*;
import io.muzero.environment.Episode;
import java.nio.file.Path;

public class Play {
  public static void main(String[] args) {
    try (TrainedAgent agent = TrainedAgent.load(Path.of(args[0]))) {
      Episode episode = agent.newEpisode(1);
      while (!episode.ended()) {
        Decision decision = agent.decide(episode);
        System.out.println(episode.environment().actionName(decision.action()) + " " + decision.value());
        episode.play(decision.action());
      }
    }
  }
}
