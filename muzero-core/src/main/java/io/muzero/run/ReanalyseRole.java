package io.muzero.run;

import io.muzero.blackboard.Counter;
import io.muzero.model.MuZeroModel;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.run.WorkerState.Activity;
import io.muzero.selfplay.GameWatch;
import io.muzero.selfplay.Reanalyser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The reanalyser with its own network, kept to its share of what self-play adds. */
final class ReanalyseRole implements Role {
  private final RunContext context;
  private final GameWatch watch;
  private final RoleStatus status;
  private final WorkLock working;
  private volatile byte[] saved = new byte[0];
  private volatile @Nullable Searcher searcher;

  private record Searcher(NewestWeights weights, MuZeroModel searched, Reanalyser reanalyser) {}

  ReanalyseRole(RunContext context) {
    this.context = context;
    watch = new GameWatch(context.config().game(), System::nanoTime);
    working = new WorkLock(watch);
    status = context.status("reanalyse", watch);
  }

  @Override
  public String name() {
    return status.name();
  }

  @Override
  public void begin() throws IOException {
    try (CloseOnFailure opening = new CloseOnFailure()) {
      DjlMuZeroModel model = context.setup().model();
      MuZeroModel searched = opening.own(SearchedModel.of(context.setup(), model, watch));
      Reanalyser reanalyser =
          opening.own(
              new Reanalyser(
                  context.buffer(),
                  searched,
                  RunContext.playSettings(context.config()),
                  context.config().reanalyse().batch(),
                  context.setup().random("reanalyse", 0)));
      if (context.config().search().usesRules()) {
        reanalyser.replayBy(context.setup()::environment, watch);
      }
      if (saved.length > 0) {
        reanalyser.restore(new DataInputStream(new ByteArrayInputStream(saved)));
      }
      NewestWeights weights = new NewestWeights(model, context.board().weights()::newest);
      searcher = new Searcher(weights, searched, reanalyser);
      opening.succeed();
    }
  }

  @Override
  public void run() throws InterruptedException {
    while (!context.board().stop().ended()) {
      status.now(Activity.WAITING);
      context.gates().share().awaitBehind();
      if (!context.board().stop().ended()) {
        refresh();
      }
    }
  }

  /** Searches a batch of stored positions again, where fewer were than the share asks for. */
  @Override
  public boolean turn() {
    if (!context.gates().share().isBehind()) {
      return false;
    }
    refresh();
    return true;
  }

  private void refresh() {
    status.now(Activity.REANALYSING);
    Searcher now = Objects.requireNonNull(searcher);
    status.uses(now.weights.takeNewest());
    working.lock();
    try {
      int searched = now.reanalyser.refresh();
      status.add(searched, 0);
      context.board().counters().add(Counter.REANALYSED, searched);
      context.gates().share().searched(searched);
    } finally {
      working.unlock();
    }
  }

  /** Empty when a game holds it up, because whoever saves must not be held up too. */
  @Override
  public byte[] save() throws IOException {
    Searcher now = searcher;
    if (now == null) {
      return saved;
    }
    if (!working.rest()) {
      return new byte[0];
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      now.reanalyser.save(new DataOutputStream(bytes));
      return bytes.toByteArray();
    } finally {
      working.unlock();
    }
  }

  @Override
  public void restore(byte[] state) {
    saved = state.clone();
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
    return "no stored game is searched again until it returns, and self-play waits once it is run.lead"
        + " positions ahead; Ctrl-C ends the run";
  }

  /** Frees the network and the search; the state can still be saved. */
  @Override
  public void close() {
    status.now(Activity.ENDED);
    Searcher now = searcher;
    if (now != null) {
      now.reanalyser.close();
      now.searched.close();
    }
  }
}
