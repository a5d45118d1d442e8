package io.muzero.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/** Those who watch a game, each by a stream. Thread-safe. */
final class Watchers {
  private final Set<EventStream> streams = new CopyOnWriteArraySet<>();

  /** Whether there are none. */
  boolean isEmpty() {
    return streams.isEmpty();
  }

  /** One comes. */
  void add(EventStream stream) {
    streams.add(stream);
  }

  /** One goes. */
  void remove(EventStream stream) {
    streams.remove(stream);
  }

  /** Tells them all. */
  void tell(Consumer<EventStream> event) {
    streams.forEach(event);
  }

  /** Tells them all that something went wrong. */
  void tellProblem(String message) {
    tell(
        stream ->
            stream.send("problem", JsonNodeFactory.instance.objectNode().put("error", message)));
  }

  /** Ends their streams. */
  void end() {
    streams.forEach(EventStream::end);
  }
}
