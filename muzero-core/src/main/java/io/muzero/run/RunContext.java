package io.muzero.run;

import io.muzero.blackboard.Blackboard;
import io.muzero.config.MuZeroConfig;
import io.muzero.network.SupportConfig;
import io.muzero.replay.ReplayBuffer;
import io.muzero.selfplay.GameWatch;
import io.muzero.selfplay.SelfPlaySettings;
import io.muzero.training.Learner;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * What every role of a run is given. Thread-safe, as each part is.
 *
 * @param setup what configuration and game fix
 * @param board newest weights, totals, the signal to end
 * @param buffer the replay buffer
 * @param gates what keeps playing and learning in step
 * @param reports where roles say what they measured
 */
public record RunContext(
    RunSetup setup, Blackboard board, ReplayBuffer buffer, Gates gates, RunReports reports) {
  private static final Logger LOG = LogManager.getLogger(RunContext.class);

  /** Every setting. */
  public MuZeroConfig config() {
    return setup.config();
  }

  /** The run's side of the ports, for one player. */
  public SelfPlayIntake intake() {
    return new SelfPlayIntake(this);
  }

  /** Tells a person, and the log that is read later. */
  public void tell(String line) {
    tell(reports.listener(), line);
  }

  /** Tells programs that follow the run. */
  public void tell(RunEvent event) {
    reports.listener().event(event);
  }

  static void tell(RunListener listener, String line) {
    LOG.info(line);
    listener.message(line);
  }

  /** Training step of the newest published weights, whether they play or not. */
  long newestStep() {
    return board.learned().newest().version();
  }

  /** For a role to say what it is doing. */
  RoleStatus status(String role, GameWatch watch) {
    return new RoleStatus(role, watch, reports.clock());
  }

  /** The settings that games are played, recorded and searched again by. */
  static SelfPlaySettings playSettings(MuZeroConfig config) {
    return new SelfPlaySettings(
        config.search(), config.selfPlay(), config.replay(), config.learner().unrollSteps());
  }

  /** The learner of a configuration; owned by whoever calls. */
  static Learner learner(RunSetup setup) {
    MuZeroConfig config = setup.config();
    return new Learner(
        config.network(),
        setup.shape(),
        config.learner(),
        setup.device(),
        setup.random("weights", 0));
  }

  /** The empty replay buffer of a configuration. */
  static ReplayBuffer buffer(RunSetup setup) {
    SupportConfig values = setup.config().network().valueSupport();
    return new ReplayBuffer(
        setup.spec(),
        setup.config().replay(),
        values.least(),
        values.greatest(),
        setup.random("sampling", 0));
  }
}
