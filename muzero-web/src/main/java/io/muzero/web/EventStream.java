package io.muzero.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One open stream of server-sent events. Anybody may {@link #send}; the thread of the request
 * writes. A reader that is too slow loses events that a newer one of the same name replaces, and is
 * cut off when even that is not enough: the browser then connects again and gets all anew.
 *
 * <p>Thread-safe.
 */
final class EventStream {
  /** Events that wait at most; a search sends about ten a second. */
  private static final int MOST_WAITING = 512;

  /** A comment line after so long a silence shows whether the reader is still there. */
  private static final long SILENCE_SECONDS = 15;

  private record Event(String name, String data, boolean replaceable) {}

  private final ArrayDeque<Event> waiting = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean ended;

  /** Sends an event that must arrive. */
  void send(String name, JsonNode data) {
    add(new Event(name, data.toString(), false));
  }

  /** Sends an event that is worth nothing once there is a newer one of the same name. */
  void sendNewest(String name, JsonNode data) {
    add(new Event(name, data.toString(), true));
  }

  private void add(Event event) {
    lock.lock();
    try {
      if (event.replaceable) {
        for (Iterator<Event> i = waiting.iterator(); i.hasNext(); ) {
          Event other = i.next();
          if (other.replaceable && other.name.equals(event.name)) {
            i.remove();
          }
        }
      }
      if (waiting.size() >= MOST_WAITING) {
        ended = true;
      } else {
        waiting.add(event);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the stream; what waits is not sent. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes events until the stream is ended.
   *
   * @throws IOException when the reader has gone
   */
  void write(OutputStream out) throws IOException, InterruptedException {
    out.write(": open\n\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
    for (Event event = next(); event != null; event = next()) {
      String text =
          event.name.isEmpty()
              ? ": still here\n\n"
              : "event: " + event.name + "\ndata: " + event.data + "\n\n";
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  /** The next event, a nameless one after a long silence, null at the end. */
  private @Nullable Event next() throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(SILENCE_SECONDS);
      while (waiting.isEmpty() && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (ended) {
        return null;
      }
      Event event = waiting.poll();
      return event == null ? new Event("", "", false) : event;
    } finally {
      lock.unlock();
    }
  }
}
