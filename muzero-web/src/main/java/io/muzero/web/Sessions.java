package io.muzero.web;

import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The games on the tables, by names that cannot be guessed. Thread-safe. */
final class Sessions implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Between two requests of a player who has no stream open. */
  private static final long LEFT_SECONDS = 30;

  private final Map<String, Session> sessions = new LinkedHashMap<>();
  private final WebLimits limits;
  private final long leftNanos;

  Sessions(WebLimits limits) {
    this(limits, TimeUnit.SECONDS.toNanos(LEFT_SECONDS));
  }

  /**
   * No games.
   *
   * @param leftNanos after which a game that nobody watches is taken for left
   */
  Sessions(WebLimits limits, long leftNanos) {
    this.limits = limits;
    this.leftNanos = leftNanos;
  }

  /** A new name: 128 random bits. */
  static String newId() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Adds a game. Where there are too many, the one that was left longest ago ends.
   *
   * @throws HttpProblem 429 when there are too many, all of them in use
   */
  void add(Session session) {
    forgetIdle();
    Optional<Session> left;
    synchronized (this) {
      left =
          sessions.size() < limits.sessions()
              ? Optional.empty()
              : sessions.values().stream()
                  .filter(one -> one.idleNanos() > leftNanos)
                  .min(Comparator.comparingLong(Session::usedNanos));
      left.ifPresent(one -> sessions.remove(one.id()));
      if (sessions.size() >= limits.sessions()) {
        throw HttpProblem.busy(
            "the page has its " + limits.sessions() + " games; close a tab and try again later");
      }
      sessions.put(session.id(), session);
    }
    left.ifPresent(Session::close);
  }

  /**
   * The game of this name.
   *
   * @throws HttpProblem 404 when there is none, or none any more
   */
  synchronized Session get(String id) {
    Session session = sessions.get(id);
    if (session == null) {
      throw Session.gone();
    }
    session.touch();
    return session;
  }

  /** Forgets games that nobody has asked for in a while. */
  void forgetIdle() {
    long idle = TimeUnit.SECONDS.toNanos(limits.idleSeconds());
    List<Session> gone;
    synchronized (this) {
      gone = sessions.values().stream().filter(one -> one.idleNanos() > idle).toList();
      gone.forEach(one -> sessions.remove(one.id()));
    }
    gone.forEach(Session::close); // waits for what its searches do just now
  }

  /** Games on the tables. */
  synchronized int count() {
    return sessions.size();
  }

  @Override
  public synchronized void close() {
    sessions.values().forEach(Session::close);
    sessions.clear();
  }
}
