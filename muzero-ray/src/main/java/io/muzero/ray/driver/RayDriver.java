package io.muzero.ray.driver;

import io.muzero.ray.wire.Frame;
import io.ray.api.ObjectRef;
import io.ray.api.Ray;
import io.ray.api.runtimecontext.NodeInfo;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Does on a Ray cluster what a learner asks for, in a JVM of its own: starts actors, puts weights
 * into the object store, passes requests on and answers back.
 *
 * <p>It decides nothing. {@link Frame}s come from standard input and go to file descriptor 3; all
 * of Ray is called by one thread. When the input ends, this JVM exits at once, and Ray ends its
 * actors.
 */
public final class RayDriver {
  /** Standard output as it was: Ray's native code prints to the present one. */
  private static final String PIPE = "/dev/fd/3";

  private static final int POLL_MILLIS = 20;

  /**
   * The same where calls are few, each of which a wait goes through. Requests are handled between
   * two waits, and an actor of a small network plays one in about 10 ms: longer waits let it idle.
   */
  private static final int QUICK_POLL_MILLIS = 2;

  /** Calls up to which a wait every 2 ms takes no processor time to speak of. */
  private static final int FEW_CALLS = 32;

  private static final long ROOM_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final DataOutputStream answers;
  private final BlockingQueue<Frame> requests;
  private final RayActors actors;

  private RayDriver(DataOutputStream answers, BlockingQueue<Frame> requests) {
    this.answers = answers;
    this.requests = requests;
    actors = new RayActors(this::answer);
  }

  /** Connects to the cluster that the system property {@code ray.address} names. */
  public static void main(String[] arguments) throws IOException {
    DataOutputStream answers =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(PIPE), 1 << 16));
    Frame.of(Frame.Type.HELLO, 0, Frame.PROTOCOL).write(answers);
    BlockingQueue<Frame> requests = new LinkedBlockingQueue<>();
    RayDriver driver = new RayDriver(answers, requests);
    Thread thread = new Thread(driver::serve, "driver");
    thread.setDaemon(true);
    thread.start();
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16))) {
      for (Frame frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
        requests.add(frame);
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private void answer(Frame frame) {
    try {
      frame.write(answers);
    } catch (IOException e) {
      Runtime.getRuntime().halt(1); // the learner is gone
    }
  }

  private void serve() {
    try {
      Ray.init();
      answer(Frame.of(Frame.Type.READY, 0, 0));
      long told = System.nanoTime() - ROOM_NANOS;
      while (true) {
        if (System.nanoTime() - told >= ROOM_NANOS) {
          tellRoom();
          told = System.nanoTime();
        }
        List<Frame> asked = new ArrayList<>();
        requests.drainTo(asked);
        if (asked.isEmpty() && actors.isIdle()) {
          Frame one = requests.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
          if (one != null) {
            asked.add(one);
          }
        }
        asked.forEach(this::handle);
        actors.await(actors.calls() > FEW_CALLS ? POLL_MILLIS : QUICK_POLL_MILLIS);
      }
    } catch (Throwable e) { // whatever it is: the learner is told, and this JVM ends
      answer(Frame.of(Frame.Type.FAILED, 0, reason(e)));
      Runtime.getRuntime().halt(1);
    }
  }

  private void handle(Frame frame) {
    switch (frame.type()) {
      case SETUP -> actors.setUp(frame.body());
      case START -> actors.start(frame.actor());
      case PLAY -> actors.play(frame.actor(), frame.body());
      case PING -> actors.ping(frame.actor());
      case STOP -> actors.stop(frame.actor());
      case WEIGHTS -> {
        ObjectRef<byte[]> stored = Ray.put(frame.body());
        actors.publish(frame.number(), stored);
        answer(Frame.of(Frame.Type.STORED, 0, frame.number()));
      }
      default -> throw new IllegalArgumentException("the learner said " + frame.type());
    }
  }

  /** How many actors of one CPU there is room for. */
  private void tellRoom() {
    int cpus = 0;
    int nodes = 0;
    for (NodeInfo node : Ray.getRuntimeContext().getAllNodeInfo()) {
      if (node.isAlive) {
        nodes++;
        cpus += (int) Math.floor(node.resources.getOrDefault("CPU", 0.0));
      }
    }
    answer(Frame.of(Frame.Type.ROOM, nodes, cpus));
  }

  /** Ray's own words for a token that is missing or another than the cluster's. */
  private static final String NO_TOKEN = "InvalidAuthToken";

  /** What failed first, which Ray wraps in words that say nothing, and what to do. */
  private static String reason(Throwable e) {
    Throwable first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String line = oneLine(first);
    return line.contains(NO_TOKEN)
        ? line + "; set RAY_AUTH_MODE=token and RAY_AUTH_TOKEN as the cluster has them"
        : line;
  }

  static String oneLine(Throwable e) {
    return String.valueOf(e.getMessage() == null ? e : e.getMessage())
        .replaceAll("\\s*\\R\\s*", " ");
  }
}
