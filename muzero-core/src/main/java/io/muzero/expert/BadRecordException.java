package io.muzero.expert;

/** A game that is read is illegal or torn at some move. */
final class BadRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The move's number from 1, or 0. */
  final int move;

  BadRecordException(int move, String message) {
    super(message);
    this.move = move;
  }
}
