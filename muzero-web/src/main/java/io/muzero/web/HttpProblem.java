package io.muzero.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;

/** A request that cannot be answered; its message is for the person who asked. */
final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final OptionalInt played;

  /** A problem with its HTTP status, 400 to 599, and one line of text. */
  HttpProblem(int status, String message) {
    this(status, message, OptionalInt.empty());
  }

  private HttpProblem(int status, String message, OptionalInt played) {
    super(message);
    this.status = status;
    this.played = played;
  }

  /** A list of moves is wrong after so many of them. */
  static HttpProblem badAfter(int played, String message) {
    return new HttpProblem(400, message, OptionalInt.of(played));
  }

  /** What was asked for does not exist. */
  static HttpProblem notFound(String message) {
    return new HttpProblem(404, message);
  }

  /** The request is wrong. */
  static HttpProblem bad(String message) {
    return new HttpProblem(400, message);
  }

  /** The server has reached one of its limits; the same request may succeed later. */
  static HttpProblem busy(String message) {
    return new HttpProblem(429, message);
  }

  int status() {
    return status;
  }

  /** The line for the person. */
  String line() {
    return String.valueOf(getMessage());
  }

  /** The answer to the request. */
  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("error", line());
    played.ifPresent(count -> node.put("played", count));
    return node;
  }

  /** The same for another who asked for the same. */
  HttpProblem again() {
    return new HttpProblem(status, line(), played);
  }
}
