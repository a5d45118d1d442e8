package io.muzero.web;

/** A request that cannot be answered; its message is for the person who asked. */
final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  /** A problem with its HTTP status, 400 to 599, and one line of text. */
  HttpProblem(int status, String message) {
    super(message);
    this.status = status;
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
}
