package io.muzero.launcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.agent.AgentInfo;
import io.muzero.agent.LoadOptions;
import io.muzero.agent.TrainedAgent;
import io.muzero.environment.GameOptions;
import io.muzero.environment.GameProvider;
import io.muzero.match.AgentPlayer;
import io.muzero.match.MatchPlayer;
import io.muzero.match.NamedPlayer;
import io.muzero.match.TimedPlayer;
import io.muzero.protocol.EnginePlayer;
import io.muzero.selfplay.ReferencePlayer;
import java.util.Locale;

/** Somebody who can take a side in matches, known to be there. Immutable. */
sealed interface Contestant {
  /** Its name in results, which no other has. */
  String label();

  /** What it is, in a few words. */
  String description();

  /**
   * Sits down for a match.
   *
   * @param seeds its choices among equals
   * @return closed by the caller
   */
  MatchPlayer open(NamedPlayer.Seeds seeds);

  /** Says what it is. */
  void describe(ObjectNode object);

  /**
   * A trained agent.
   *
   * @param source its name or path, as it is loaded by
   * @param info what it is
   * @param loading how it is loaded
   * @param seconds of a move; 0: as many simulations as its settings say
   */
  record Trained(String label, String source, AgentInfo info, LoadOptions loading, double seconds)
      implements Contestant {
    @Override
    public String description() {
      return String.format(
          Locale.ROOT,
          "agent at step %,d, %s",
          info.step(),
          seconds > 0
              ? String.format(Locale.ROOT, "%s s a move", seconds)
              : String.format(Locale.ROOT, "%d simulations a move", info.simulations()));
    }

    @Override
    public MatchPlayer open(NamedPlayer.Seeds seeds) {
      TrainedAgent agent = TrainedAgent.load(source, loading);
      return seconds > 0
          ? new TimedPlayer(agent, seconds, System::nanoTime)
          : new AgentPlayer(agent);
    }

    @Override
    public void describe(ObjectNode object) {
      object.put("name", label);
      object.put("kind", "agent");
      object.put("checkpoint", info.checkpoint());
      object.put("step", info.step());
      if (seconds > 0) {
        object.putNull("simulations");
        object.put("seconds", seconds);
      } else {
        object.put("simulations", info.simulations());
        object.putNull("seconds");
      }
    }
  }

  /**
   * A reference player or an engine.
   *
   * @param name that {@link ReferencePlayer#named} knows
   * @param game what it plays
   * @param options of the game
   */
  record Named(String label, String name, GameProvider game, GameOptions options)
      implements Contestant {
    private boolean isEngine() {
      return ReferencePlayer.isEngine(name);
    }

    /** Whether it is an engine whose processes are not given seeds of their own. */
    boolean lacksSeed() {
      return isEngine() && !name.contains(EnginePlayer.SEED);
    }

    @Override
    public String description() {
      return isEngine() ? "engine" : "reference player";
    }

    @Override
    public MatchPlayer open(NamedPlayer.Seeds seeds) {
      return new NamedPlayer(name, game, options, seeds);
    }

    @Override
    public void describe(ObjectNode object) {
      object.put("name", label);
      object.put("kind", isEngine() ? "engine" : "reference");
      object.putNull("checkpoint");
      object.putNull("step");
      object.putNull("simulations");
      object.putNull("seconds");
    }
  }
}
