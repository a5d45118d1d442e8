package io.muzero.run;

import io.muzero.config.MuZeroConfig;
import io.muzero.replay.ReplayBuffer;
import io.muzero.selfplay.GameWatch;
import io.muzero.storage.SharedStorage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The players of a run, each made on its own thread, and what a checkpoint keeps of them: games in
 * progress and generators.
 *
 * <p>Thread-safe.
 */
final class RunParts {
  private static final int FORMAT = 1;

  /** Longest state believed when reading. */
  private static final int LONGEST = 1 << 30;

  private final int workers;
  private final boolean reanalyses;
  private final ReanalyseShare share;
  private final SupportWatch supports;
  private final List<GameWatch> watches;
  private final AtomicReferenceArray<@Nullable SelfPlayPart> selfPlay;
  private volatile @Nullable ReanalysePart reanalyse;
  private final CountDownLatch missing;

  /** States read from a checkpoint, by worker; empty for a new run. */
  private List<byte[]> savedWorkers = List.of();

  private byte @Nullable [] savedReanalyser;

  /** Whose turn it is in a deterministic run; used by its one thread. */
  int turn;

  RunParts(MuZeroConfig config, ReanalyseShare share, SupportWatch supports) {
    this.share = share;
    this.supports = supports;
    workers = config.selfPlay().workers();
    reanalyses = config.reanalyse().share() > 0;
    watches =
        IntStream.range(0, workers)
            .mapToObj(i -> new GameWatch(config.game(), System::nanoTime))
            .toList();
    selfPlay = new AtomicReferenceArray<>(workers);
    missing = new CountDownLatch(workers + (reanalyses ? 1 : 0));
  }

  int workers() {
    return workers;
  }

  /** Tells how long a worker has been inside its game. */
  GameWatch watch(int worker) {
    return watches.get(worker);
  }

  boolean reanalyses() {
    return reanalyses;
  }

  /** Makes a self-play worker where it was saved, on the thread that will use and close it. */
  SelfPlayPart makeSelfPlay(
      int number,
      RunSetup setup,
      SharedStorage storage,
      ReplayBuffer buffer,
      ReplayRatio ratio,
      RunMetrics metrics)
      throws IOException {
    SelfPlayPart part =
        new SelfPlayPart(
            setup, number, storage, buffer, ratio, share, supports, metrics, watch(number));
    if (number < savedWorkers.size() && savedWorkers.get(number).length > 0) {
      part.restore(input(savedWorkers.get(number)));
    }
    selfPlay.set(number, part);
    missing.countDown();
    return part;
  }

  /** Makes the reanalyser where it was saved, on the thread that will use and close it. */
  ReanalysePart makeReanalyse(RunSetup setup, SharedStorage storage, ReplayBuffer buffer)
      throws IOException {
    ReanalysePart part = new ReanalysePart(setup, storage, buffer, share);
    byte[] saved = savedReanalyser;
    if (saved != null) {
      part.restore(input(saved));
    }
    reanalyse = part;
    missing.countDown();
    return part;
  }

  private static DataInput input(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  /**
   * Waits until all are made, or the run ends without; {@code meanwhile} is called now and then.
   */
  void awaitAll(SharedStorage storage, Runnable meanwhile) throws InterruptedException {
    while (!storage.ended() && !missing.await(50, TimeUnit.MILLISECONDS)) {
      meanwhile.run(); // made by threads that end the run when they fail
    }
  }

  /** Writes the state of all. */
  void save(DataOutput out) throws IOException {
    out.writeInt(FORMAT);
    out.writeInt(turn);
    out.writeInt(workers);
    for (int i = 0; i < workers; i++) {
      SelfPlayPart part = selfPlay.get(i);
      write(part == null ? (DataOutput none) -> {} : part::save, out);
    }
    ReanalysePart part = reanalyse;
    write(part == null ? (DataOutput none) -> {} : part::save, out);
  }

  @FunctionalInterface
  private interface Saved {
    void save(DataOutput out) throws IOException;
  }

  private static void write(Saved part, DataOutput out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    part.save(data);
    data.flush();
    out.writeInt(bytes.size());
    out.write(bytes.toByteArray());
  }

  /**
   * Reads what {@link #save} wrote, for those to be made.
   *
   * @throws IOException when the data is damaged
   */
  void restore(DataInput in) throws IOException {
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IOException("a run's state has format " + format + ", not " + FORMAT);
    }
    turn = in.readInt() % workers;
    int count = in.readInt();
    List<byte[]> saved = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      saved.add(read(in));
    }
    savedWorkers = Collections.unmodifiableList(saved);
    byte[] generator = read(in);
    savedReanalyser = generator.length == 0 ? null : generator;
  }

  private static byte[] read(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("a run's state is damaged: a part cannot have " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
