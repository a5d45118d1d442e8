package io.muzero.ray.driver;

import io.muzero.ray.wire.Frame;
import io.ray.api.ActorHandle;
import io.ray.api.ObjectRef;
import io.ray.api.Ray;
import io.ray.api.WaitResult;
import io.ray.api.exception.RayTaskException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The actors of a driver and their unanswered calls. Used by the driver's thread.
 *
 * <p>Weights are put into the object store once a version; each actor is given a reference, so that
 * a node fetches them once. At most one such call an actor is unanswered: who is slow skips
 * versions.
 */
final class RayActors {
  private static final double CPUS_OF_AN_ACTOR = 1;

  /** One plays, one waits to play, one takes weights, one says where it is. */
  private static final int CALLS_AT_ONCE = 4;

  /** Ray lets go of an object when its reference is collected. */
  private static final int VERSIONS_BETWEEN_COLLECTIONS = 4;

  private static final int LONGEST_REASON = 400;

  private final Consumer<Frame> answers;
  private final Map<Integer, Alive> actors = new HashMap<>();
  private final Map<ObjectRef<byte[]>, Call> calls = new LinkedHashMap<>();
  private @Nullable ObjectRef<byte[]> setup;
  private @Nullable ObjectRef<byte[]> weights;
  private long version = -1;
  private int published;

  private static final class Alive {
    final ActorHandle<RayActor> handle;
    boolean taking;
    boolean started;
    long version = -1;

    Alive(ActorHandle<RayActor> handle) {
      this.handle = handle;
    }
  }

  private enum Asked {
    WHERE,
    WEIGHTS,
    GAMES
  }

  private record Call(int actor, Asked asked) {}

  /** Actors whose doings are told to {@code answers}. */
  RayActors(Consumer<Frame> answers) {
    this.answers = answers;
  }

  /** Takes what actors that start later need. */
  void setUp(byte[] message) {
    setup = Ray.put(message);
  }

  /** Starts an actor; one that dies is not started again here. */
  void start(int actor) {
    byte[] number = ByteBuffer.allocate(Integer.BYTES).putInt(actor).array();
    ActorHandle<RayActor> handle =
        Ray.actor(RayActor::new, Objects.requireNonNull(setup), number)
            .setResource("CPU", CPUS_OF_AN_ACTOR)
            .setMaxRestarts(0)
            .setMaxConcurrency(CALLS_AT_ONCE)
            .remote();
    actors.put(actor, new Alive(handle));
    calls.put(handle.task(RayActor::where).remote(), new Call(actor, Asked.WHERE));
  }

  /** Asks an actor where it is, which it answers while it plays. */
  void ping(int actor) {
    Alive alive = actors.get(actor);
    if (alive != null) {
      calls.put(alive.handle.task(RayActor::where).remote(), new Call(actor, Asked.WHERE));
    }
  }

  /** Asks an actor for games. */
  void play(int actor, byte[] request) {
    Alive alive = actors.get(actor);
    if (alive != null) {
      calls.put(alive.handle.task(RayActor::play, request).remote(), new Call(actor, Asked.GAMES));
    }
  }

  /** Ends an actor. */
  void stop(int actor) {
    Alive alive = actors.remove(actor);
    if (alive != null) {
      calls.values().removeIf(call -> call.actor == actor);
      alive.handle.kill();
    }
  }

  /** Gives weights to all actors. */
  void publish(long newVersion, ObjectRef<byte[]> stored) {
    weights = stored;
    version = newVersion;
    published++;
    if (published % VERSIONS_BETWEEN_COLLECTIONS == 0) {
      System.gc();
    }
    actors.forEach(this::offerWeights);
  }

  private void offerWeights(int actor, Alive alive) {
    ObjectRef<byte[]> newest = weights;
    if (newest != null && alive.started && !alive.taking && alive.version < version) {
      alive.taking = true;
      alive.version = version;
      calls.put(alive.handle.task(RayActor::take, newest).remote(), new Call(actor, Asked.WEIGHTS));
    }
  }

  /** Calls that are unanswered. */
  int calls() {
    return calls.size();
  }

  /** Whether no call is unanswered. */
  boolean isIdle() {
    return calls.isEmpty();
  }

  /** Waits for an answer, at most that long, and passes on all that have come. */
  void await(int milliseconds) {
    if (calls.isEmpty()) {
      return;
    }
    List<ObjectRef<byte[]>> asked = new ArrayList<>(calls.keySet());
    WaitResult<byte[]> first = Ray.wait(asked, 1, milliseconds);
    if (!first.getReady().isEmpty()) {
      for (ObjectRef<byte[]> ready : Ray.wait(asked, asked.size(), 0).getReady()) {
        Call call = calls.remove(ready);
        if (call != null) {
          answered(call, ready);
        }
      }
    }
  }

  private void answered(Call call, ObjectRef<byte[]> ready) {
    Alive alive = actors.get(call.actor);
    if (alive == null) {
      return; // it was ended meanwhile
    }
    byte[] result;
    try {
      result = ready.get();
    } catch (RuntimeException e) { // of Ray: the actor died, or what it did failed
      lost(call.actor, reason(e));
      return;
    }
    switch (call.asked) {
      case WHERE -> {
        alive.started = true;
        answers.accept(
            Frame.of(Frame.Type.STARTED, call.actor, new String(result, StandardCharsets.UTF_8)));
        offerWeights(call.actor, alive);
      }
      case WEIGHTS -> {
        alive.taking = false;
        offerWeights(call.actor, alive);
      }
      case GAMES -> answers.accept(new Frame(Frame.Type.PLAYED, call.actor, 0, result));
    }
  }

  private void lost(int actor, String reason) {
    stop(actor);
    answers.accept(Frame.of(Frame.Type.LOST, actor, reason));
  }

  /** The innermost message: Ray wraps what an actor threw. */
  private static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && cause instanceof RayTaskException) {
      cause = cause.getCause();
    }
    String line = RayDriver.oneLine(cause);
    return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line;
  }
}
