package io.muzero.ray;

import io.muzero.ray.actor.RemotePlayer;
import io.muzero.ray.cluster.Cluster;
import io.muzero.ray.cluster.ClusterEvent;
import io.muzero.ray.wire.ActorSetup;
import io.muzero.ray.wire.DamagedMessageException;
import io.muzero.ray.wire.PlayRequest;
import io.muzero.ray.wire.WeightsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A cluster whose actors are threads of this process, with faults on request. Thread-safe. */
final class ThreadCluster implements Cluster {
  private final ActorSetup setup;
  private final BlockingQueue<ClusterEvent> events = new LinkedBlockingQueue<>();
  private final Map<Integer, One> actors = new ConcurrentHashMap<>();
  private final List<Integer> waiting = new CopyOnWriteArrayList<>();
  private volatile byte @Nullable [] weights;
  private volatile boolean gone;
  private volatile int room;

  /** Numbers of all actors that were ever started. */
  final List<Integer> started = new CopyOnWriteArrayList<>();

  /** Versions of weights in the order in which they came. */
  final List<Long> versions = new CopyOnWriteArrayList<>();

  /** Moves that each request asked for. */
  final List<Integer> movesAsked = new CopyOnWriteArrayList<>();

  /** Most requests that were unanswered, or answered and not fetched, at once. */
  final AtomicInteger mostOpen = new AtomicInteger();

  /** Those now. */
  final AtomicInteger open = new AtomicInteger();

  /** Applied to every answer. */
  volatile UnaryOperator<byte[]> onTheWay = UnaryOperator.identity();

  /** Actors that are lost as soon as they are alive. */
  volatile IntPredicate failing = actor -> false;

  /** Actors that are lost when they have answered once. */
  volatile IntPredicate dying = actor -> false;

  /** Actors that are dead, which is known only when they are asked for something. */
  final Set<Integer> dead = ConcurrentHashMap.newKeySet();

  /** Actors that answer nothing. */
  volatile IntPredicate mute = actor -> false;

  /** Numbers of actors that were sent away. */
  final List<Integer> stopped = new CopyOnWriteArrayList<>();

  private record One(RemotePlayer player, ExecutorService thread) {}

  /** A cluster with room for so many actors. */
  ThreadCluster(ActorSetup setup, int room) {
    this.setup = setup;
    this.room = room;
    events.add(new ClusterEvent.Ready());
    events.add(new ClusterEvent.Room(room, 1));
  }

  @Override
  public void publish(long version, byte[] message) {
    if (gone) {
      return;
    }
    versions.add(version);
    weights = message;
    actors.values().forEach(one -> one.player.take(WeightsMessageDecoder.decode(message)));
    events.add(new ClusterEvent.Stored(version));
  }

  /** Decodes what this process encoded. */
  private static final class WeightsMessageDecoder {
    static io.muzero.network.Weights decode(byte[] message) {
      try {
        return WeightsMessage.decode(message);
      } catch (DamagedMessageException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void start(int actor) {
    if (gone) {
      return;
    }
    started.add(actor);
    waiting.add(actor);
    place();
  }

  private synchronized void place() {
    List<Integer> failed = new ArrayList<>();
    while (!waiting.isEmpty() && actors.size() < room) {
      int actor = waiting.remove(0);
      RemotePlayer player = new RemotePlayer(setup, actor);
      byte[] newest = weights;
      if (newest != null) {
        player.take(WeightsMessageDecoder.decode(newest));
      }
      ExecutorService thread =
          Executors.newSingleThreadExecutor(
              work -> {
                Thread one = new Thread(work, "calls of actor " + actor);
                one.setDaemon(true);
                return one;
              });
      actors.put(actor, new One(player, thread));
      events.add(new ClusterEvent.Started(actor, "a thread"));
      if (failing.test(actor)) {
        failed.add(actor);
      }
    }
    failed.forEach(actor -> kill(actor, "its node is gone"));
  }

  @Override
  public void play(int actor, byte[] request) {
    One one = actors.get(actor);
    if (one == null || dead.contains(actor) || mute.test(actor)) {
      return;
    }
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    one.thread.execute(
        () -> {
          try {
            PlayRequest asked = PlayRequest.decode(request);
            movesAsked.add(asked.moves());
            byte[] games = one.player.play(asked);
            if (actors.get(actor) == one && !gone) {
              events.add(new ClusterEvent.Played(actor, onTheWay.apply(games)));
              if (dying.test(actor)) {
                kill(actor, "it crashed");
              }
              return;
            }
          } catch (Exception e) {
            kill(actor, String.valueOf(e.getMessage()));
          }
          open.decrementAndGet(); // its answer never comes
        });
  }

  @Override
  public void ping(int actor) {
    if (dead.remove(actor)) {
      kill(actor, "its node is gone");
    } else if (actors.containsKey(actor)) {
      events.add(new ClusterEvent.Started(actor, "a thread"));
    }
  }

  @Override
  public void stop(int actor) {
    stopped.add(actor);
    end(actor);
  }

  private void end(int actor) {
    waiting.remove((Integer) actor);
    One one = actors.remove(actor);
    if (one != null) {
      one.thread.shutdown();
      one.player.close();
    }
    place();
  }

  @Override
  public @Nullable ClusterEvent next(long milliseconds) throws InterruptedException {
    ClusterEvent event = events.poll(milliseconds, TimeUnit.MILLISECONDS);
    if (event instanceof ClusterEvent.Played) {
      open.decrementAndGet();
    }
    return event;
  }

  /** An actor dies with what it was playing. */
  void kill(int actor, String reason) {
    if (actors.containsKey(actor)) {
      end(actor);
      events.add(new ClusterEvent.Lost(actor, reason));
    }
  }

  /** Numbers of those that are alive. */
  List<Integer> alive() {
    return new ArrayList<>(actors.keySet());
  }

  /** The cluster grows or shrinks. */
  void room(int cpus) {
    room = cpus;
    events.add(new ClusterEvent.Room(cpus, 1));
    place();
  }

  /** The cluster is gone with all actors. */
  void vanish() {
    gone = true;
    alive().forEach(this::end);
    events.clear();
    events.add(new ClusterEvent.Gone("pulled the plug"));
  }

  @Override
  public void close() {
    gone = true;
    waiting.clear();
    alive().forEach(this::end);
  }
}
