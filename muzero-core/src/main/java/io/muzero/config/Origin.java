package io.muzero.config;

/**
 * Where a value stands.
 *
 * @param name a file, an option of the command line, or a default
 * @param line line in that file, from 1; 0 when there is none
 */
record Origin(String name, int line) {
  /** A place without lines. */
  static Origin of(String name) {
    return new Origin(name, 0);
  }

  /** The same place at another line; places without lines stay as they are. */
  Origin atLine(int number) {
    return line == 0 ? this : new Origin(name, number);
  }

  @Override
  public String toString() {
    return line == 0 ? name : name + ", line " + line;
  }
}
