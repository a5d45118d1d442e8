package io.muzero.web;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The games on the tables, by names that cannot be guessed. Thread-safe. */
final class Sessions implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, Session> sessions = new LinkedHashMap<>();
  private final WebLimits limits;

  Sessions(WebLimits limits) {
    this.limits = limits;
  }

  /** A new name: 128 random bits. */
  static String newId() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Adds a game.
   *
   * @throws HttpProblem 429 when there are too many, all of them in use
   */
  synchronized void add(Session session) {
    forgetIdle();
    if (sessions.size() >= limits.sessions()) {
      throw HttpProblem.busy(
          "the page has its " + limits.sessions() + " games; close a tab and try again later");
    }
    sessions.put(session.id(), session);
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
  synchronized void forgetIdle() {
    long idle = TimeUnit.SECONDS.toNanos(limits.idleSeconds());
    for (Iterator<Session> i = sessions.values().iterator(); i.hasNext(); ) {
      Session session = i.next();
      if (session.isIdle(idle)) {
        i.remove();
        session.close();
      }
    }
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
