package io.muzero.environment;

/**
 * Makes games known that are too many to list, each by a name with a prefix, such as {@code
 * gym:CartPole-v1}: found by {@link java.util.ServiceLoader}, as a {@link GameProvider} is.
 *
 * <p>Implementations have a public constructor without parameters, and are immutable and
 * thread-safe.
 */
public interface GameFamily {
  /** What the names begin with, before a colon: lower case letters. */
  String prefix();

  /** One line for the list of games, with an example. */
  String description();

  /**
   * The game with this name; whether there is one is found out when its first environment is made.
   *
   * @param name what follows the colon; not empty
   * @return whose name is prefix, colon and this
   */
  GameProvider game(String name);

  /**
   * A game's name as the name of a folder on every file system: what is no letter, digit, {@code
   * .}, {@code _} or {@code -} becomes {@code _}.
   */
  static String folder(String game) {
    return game.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
