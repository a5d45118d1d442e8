package io.muzero.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.agent.AgentCard;
import io.muzero.agent.ReadyAgents;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agents}: lists the agents that come with the program. */
@Command(
    name = "agents",
    aliases = "agent",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the trained agents that come with the program. They play when there is no run of the game.",
      "agents show tells about one, agent pack makes a file of one of yours."
    },
    subcommands = {AgentShowCommand.class, AgentPackCommand.class})
final class AgentsCommand implements Runnable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Screen screen;

  @Mixin private GameJars jars;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  AgentsCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    List<AgentCard> cards = ReadyAgents.all(jars.loader());
    if (json) {
      ObjectNode object = Json.object();
      ArrayNode list = object.putArray("agents");
      cards.forEach(card -> list.add(json(card)));
      screen.print(object.toString());
      return;
    }
    int names = cards.stream().mapToInt(card -> card.name().length()).max().orElse(0);
    for (AgentCard card : cards) {
      screen.print(
          card.name()
              + " ".repeat(names + 2 - card.name().length())
              + String.format(
                  Locale.ROOT,
                  "%s, step %,d, trained %.1f minutes",
                  card.game(),
                  card.step(),
                  card.training().minutes())
              + card.measured().stream()
                  .findFirst()
                  .map(measure -> "; " + numbers(measure))
                  .orElse(""));
    }
    if (cards.isEmpty()) {
      screen.note("no agent comes with this program");
    }
  }

  /** A card as {@code --json} prints it. */
  static ObjectNode json(AgentCard card) {
    return MAPPER.valueToTree(card);
  }

  /** A card for people. */
  static List<String> lines(AgentCard card) {
    AgentCard.Training training = card.training();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT, "%s: plays %s, step %,d", card.name(), card.game(), card.step()));
    lines.add("trained by   " + training.command());
    lines.add(
        String.format(
            Locale.ROOT,
            "training     seed %d, %,d steps, %.1f minutes",
            training.seed(),
            training.steps(),
            training.minutes()));
    lines.add("machine      " + training.machine());
    lines.add("program      " + training.program());
    lines.add(
        "settings     "
            + (card.settings().isEmpty()
                ? "those of the game's own configuration"
                : "those of the game's own configuration, but for"));
    card.settings().forEach((key, value) -> lines.add("  " + key + ": " + value));
    for (AgentCard.Measure measure : card.measured()) {
      lines.add("measured by  " + measure.command());
      measure.numbers().forEach((name, value) -> lines.add("  " + name + ": " + number(value)));
    }
    if (card.measured().isEmpty()) {
      lines.add("measured     nothing");
    }
    return lines;
  }

  private static String numbers(AgentCard.Measure measure) {
    List<String> shown = new ArrayList<>();
    measure.numbers().forEach((name, value) -> shown.add(name + " " + number(value)));
    return String.join(", ", shown.subList(0, Math.min(4, shown.size())));
  }

  /** As few digits as say a number to five of them. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%.5g", value);
  }
}
