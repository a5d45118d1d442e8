package io.muzero.run;

import io.muzero.model.MuZeroModel;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.run.WorkerState.Activity;
import io.muzero.selfplay.GameWatch;
import io.muzero.selfplay.PlayedGames;
import io.muzero.selfplay.SelfPlayMove;
import io.muzero.selfplay.SelfPlayPorts;
import io.muzero.selfplay.SelfPlayWorker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A self-play worker with its own network: plays with the newest weights and feeds the replay
 * buffer.
 */
public final class SelfPlayRole implements Role {
  private final RunContext context;
  private final long stream;
  private final RoleStatus status;
  private final GameWatch watch;

  /** Held during a move. */
  private final WorkLock moving;

  private volatile byte[] saved = new byte[0];
  private volatile @Nullable Player player;

  private record Player(MuZeroModel searched, SelfPlayWorker worker) {}

  /**
   * The run's worker of this number, from 0.
   *
   * @param stream number of its random numbers, should it begin anew
   */
  SelfPlayRole(RunContext context, int number, long stream) {
    this.context = context;
    this.stream = stream;
    watch = new GameWatch(context.config().game(), System::nanoTime);
    moving = new WorkLock(watch);
    status = context.status("self-play " + number, watch);
  }

  /**
   * A worker with its games, for this and any other place where games are played.
   *
   * @param setup the run's configuration
   * @param number tells the workers of a run apart by their random numbers, from 0
   * @param model outlives the worker
   * @param ports the run it plays for
   * @param watch told when the worker is inside a game
   */
  public static SelfPlayWorker worker(
      RunSetup setup, long number, MuZeroModel model, SelfPlayPorts ports, GameWatch watch) {
    PlayedGames games =
        watch.inside(
            () ->
                new PlayedGames(
                    setup.environments(setup.config().selfPlay().gamesPerWorker()),
                    setup.stacker(),
                    watch));
    return new SelfPlayWorker(
        games,
        model,
        RunContext.playSettings(setup.config()),
        ports,
        setup.random("self-play", number));
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
      NewestWeights weights = new NewestWeights(model, context.board().weights()::newest);
      SelfPlayIntake intake = context.intake();
      SelfPlayPorts ports = new SelfPlayPorts(weights, intake, intake);
      SelfPlayWorker worker = opening.own(worker(context.setup(), stream, searched, ports, watch));
      if (saved.length > 0) {
        tellOfGamesAnew(worker.restore(new DataInputStream(new ByteArrayInputStream(saved))));
      }
      player = new Player(searched, worker);
      opening.succeed();
    }
  }

  private void tellOfGamesAnew(int games) {
    if (games > 0) {
      context.tell(
          name()
              + ": "
              + games
              + (games == 1 ? " game" : " games")
              + " in progress begin anew: played again from seed and actions, "
              + context.config().game()
              + " came to other states than it had (it does not replay exactly, or its rules"
              + " changed), so this session does not go on bit by bit");
    }
  }

  @Override
  public void run() throws InterruptedException {
    while (!context.board().stop().ended()) {
      status.now(Activity.WAITING);
      context.gates().awaitPlay();
      if (!context.board().stop().ended()) {
        turn();
      }
    }
  }

  /** Plays one move in every game. */
  @Override
  public boolean turn() {
    status.now(Activity.PLAYING);
    moving.lock();
    try {
      SelfPlayMove move = Objects.requireNonNull(player).worker.move();
      status.uses(move.trainingStep());
      status.add(move.positions(), move.games());
    } finally {
      moving.unlock();
    }
    return true;
  }

  /**
   * The worker's state between two moves; empty when a game holds the worker up, because whoever
   * saves must not be held up too.
   */
  @Override
  public byte[] save() throws IOException {
    Player now = player;
    if (now == null) {
      return saved;
    }
    if (!moving.rest()) {
      return new byte[0];
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      now.worker.save(new DataOutputStream(bytes));
      return bytes.toByteArray();
    } finally {
      moving.unlock();
    }
  }

  /** Games that were played elsewhere are not here to go on with: then it begins anew. */
  @Override
  public void restore(byte[] state) {
    boolean elsewhere =
        state.length >= Integer.BYTES && ByteBuffer.wrap(state).getInt() == SelfPlayPlace.ELSEWHERE;
    saved = elsewhere ? new byte[0] : state.clone();
  }

  @Override
  public WorkerState state() {
    return status.state(context.newestStep());
  }

  @Override
  public GameWatch watch() {
    return watch;
  }

  /** Frees the network and the search; the state can still be saved. */
  @Override
  public void close() {
    status.now(Activity.ENDED);
    Player now = player;
    if (now != null) {
      now.worker.close();
      now.searched.close();
    }
  }
}
