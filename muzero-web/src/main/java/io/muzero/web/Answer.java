package io.muzero.web;

import com.fasterxml.jackson.databind.JsonNode;

/** What an endpoint answers: JSON at once, or a stream of events. */
sealed interface Answer {
  /** A JSON value with a status. */
  record Json(int status, JsonNode body) implements Answer {}

  /** A stream that lasts until either side ends it; {@code opened} tells who feeds it. */
  record Events(Feed feed) implements Answer {}

  /** Feeds a stream of events. */
  @FunctionalInterface
  interface Feed {
    /**
     * Begins to send events; called once, when the stream is open.
     *
     * @return is closed when the stream ends
     */
    AutoCloseable open(EventStream stream);
  }

  /** Status 200. */
  static Answer of(JsonNode body) {
    return new Json(200, body);
  }
}
