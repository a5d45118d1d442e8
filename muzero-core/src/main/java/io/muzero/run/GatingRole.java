package io.muzero.run;

import io.muzero.blackboard.Counter;
import io.muzero.blackboard.Counters;
import io.muzero.blackboard.StopSignal;
import io.muzero.config.MuZeroConfig;
import io.muzero.model.StoppableModel;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.Weights;
import io.muzero.run.WorkerState.Activity;
import io.muzero.selfplay.GameLength;
import io.muzero.selfplay.GameWatch;
import io.muzero.selfplay.GatingConfig;
import io.muzero.selfplay.GatingMatch;
import io.muzero.selfplay.MatchResult;
import io.muzero.selfplay.SearchAgent;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Decides which weights play: every so many training steps the newest ones play a match against
 * those that play, and take their place when they win it (AlphaGo Zero, Nature 550, 2017, Methods,
 * "Evaluator"). A candidate that does not is dropped; the learner goes on from it all the same.
 *
 * <p>A match depends on the run's seed, the candidate's training step and both networks alone. Its
 * state is the counters and the weights that play, which checkpoints keep.
 */
final class GatingRole implements Role {
  private final RunContext context;
  private final GatingConfig config;
  private final Learned learned;
  private final StopSignal stop;
  private final GameWatch watch;
  private final RoleStatus status;
  private @Nullable Sides sides;

  /** One of the two. */
  private record Side(DjlMuZeroModel model, StoppableModel stoppable, SearchAgent agent)
      implements AutoCloseable {
    @Override
    public void close() {
      agent.close();
      stoppable.close();
    }
  }

  private record Sides(Side candidate, Side champion, GatingMatch match) {}

  /** {@code learned}: whose weights {@link #turn} takes. */
  GatingRole(RunContext context, Learned learned) {
    this.context = context;
    this.learned = learned;
    config = context.config().gating();
    stop = context.board().stop();
    watch = new GameWatch(context.config().game(), System::nanoTime);
    status = context.status("gating", watch);
  }

  @Override
  public String name() {
    return status.name();
  }

  @Override
  public void begin() {
    try (CloseOnFailure opening = new CloseOnFailure()) {
      Side candidate = opening.own(side());
      Side champion = opening.own(side());
      sides = new Sides(candidate, champion, match());
      opening.succeed();
    }
  }

  /** The match that each candidate plays. */
  GatingMatch match() {
    return new GatingMatch(
        context.setup()::environment,
        config.games(),
        config.openingMoves(),
        GameLength.most(context.setup().spec()),
        watch);
  }

  private Side side() {
    RunSetup setup = context.setup();
    MuZeroConfig settings = context.config();
    try (CloseOnFailure opening = new CloseOnFailure()) {
      DjlMuZeroModel model = setup.model();
      StoppableModel stoppable =
          opening.own(new StoppableModel(SearchedModel.of(setup, model, watch)));
      stoppable.goOnWhile(() -> !stop.ended());
      SearchAgent agent =
          new SearchAgent(
              stoppable,
              config.search(settings.search()),
              false,
              setup.stacker(),
              MatchSize.gatingBatch(setup));
      opening.succeed();
      return new Side(model, stoppable, agent);
    }
  }

  @Override
  public void run() throws InterruptedException {
    Counters counters = context.board().counters();
    status.now(Activity.WAITING);
    while (!stop.awaitEnd(Pauses.EVALUATION_MILLISECONDS)) {
      Weights newest = context.board().learned().newest();
      long last =
          Math.max(counters.get(Counter.GATED_STEP), context.board().weights().newest().version());
      if (context.gates().experts().mayPlay() && newest.version() >= last + config.everySteps()) {
        gate(newest);
      }
    }
  }

  /** Lets what the learner has learned play, where its training step is one for that. */
  @Override
  public boolean turn() {
    long step = learned.step().getAsLong();
    boolean due =
        step > 0
            && step % config.everySteps() == 0
            && step > context.board().weights().newest().version()
            && step != context.board().counters().get(Counter.GATED_STEP)
            && context.gates().experts().mayPlay();
    if (due) {
      gate(learned.weights().get());
    }
    return due;
  }

  private void gate(Weights candidate) {
    status.now(Activity.EVALUATING);
    status.uses(candidate.version());
    Weights champion = context.board().weights().newest();
    Sides both = Objects.requireNonNull(sides);
    both.candidate.model.load(candidate);
    both.champion.model.load(champion);
    try {
      long seed = context.setup().random("gating", candidate.version()).nextLong() & Long.MAX_VALUE;
      decided(
          candidate, champion, both.match.play(both.candidate.agent, both.champion.agent, seed));
    } catch (CancellationException e) {
      // The run ends; a run that goes on plays the match anew.
    }
    status.now(Activity.WAITING);
  }

  private void decided(Weights candidate, Weights champion, MatchResult result) {
    // What plays may have become newer than the candidate while the match went on.
    Weights playing = context.board().weights().newest();
    boolean wins = config.admits(result) && candidate.version() > playing.version();
    if (wins) {
      context.board().weights().publish(candidate);
    }
    Counters counters = context.board().counters();
    counters.add(Counter.GATINGS, 1);
    counters.set(Counter.GATED_STEP, candidate.version());
    status.add(0, result.games());
    context
        .reports()
        .metrics()
        .gated(candidate.version(), result.score(), (wins ? candidate : playing).version());
    context.tell(
        String.format(
            Locale.ROOT,
            "step %,d scores %.1f %% in %d games (%d different) against step %,d: %s",
            candidate.version(),
            100 * result.score(),
            result.games(),
            result.distinct(),
            champion.version(),
            wins ? "it plays from now on" : "that one plays on"));
  }

  @Override
  public WorkerState state() {
    return status.state(context.newestStep());
  }

  @Override
  public GameWatch watch() {
    return watch;
  }

  @Override
  public String whileBlocked() {
    return "newer weights do not begin to play until it returns; Ctrl-C ends the run";
  }

  @Override
  public void close() {
    status.now(Activity.ENDED);
    if (sides != null) {
      sides.candidate.close();
      sides.champion.close();
    }
  }
}
