package io.muzero.agent;

import io.muzero.files.FileFailure;
import io.muzero.storage.AgentArchive;
import io.muzero.storage.CheckpointException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The agents that come with the program, or with a game's jar: {@code agents/agents.txt} on the
 * class path names them, one a line, and {@code agents/NAME/} holds the files of one. Thread-safe.
 */
public final class ReadyAgents {
  private static final String FOLDER = "agents/";
  private static final String LIST = FOLDER + "agents.txt";

  private ReadyAgents() {}

  /** Those of this program. */
  public static List<AgentCard> all() {
    return all(own());
  }

  /**
   * Those that a class loader finds.
   *
   * @param loader for example one of a game's jar
   * @return their cards, in the order of their names
   * @throws AgentException when a list or a card cannot be read
   */
  public static List<AgentCard> all(ClassLoader loader) {
    List<AgentCard> cards = new ArrayList<>();
    for (String name : names(loader)) {
      cards.add(card(name, loader));
    }
    return cards;
  }

  /**
   * The one that plays a game when nobody names another: the one that is called as the game is,
   * else the first of that game.
   *
   * @return empty when there is none
   * @throws AgentException as {@link #all(ClassLoader)}
   */
  public static Optional<AgentCard> of(String game, ClassLoader loader) {
    List<AgentCard> ofGame = all(loader).stream().filter(card -> card.game().equals(game)).toList();
    return ofGame.stream()
        .filter(card -> card.name().equals(game))
        .findFirst()
        .or(() -> ofGame.stream().findFirst());
  }

  /** The class loader of this program. */
  static ClassLoader own() {
    return ReadyAgents.class.getClassLoader();
  }

  /** Their names in alphabetical order. */
  static List<String> names(ClassLoader loader) {
    Set<String> names = new LinkedHashSet<>();
    try {
      for (URL list : Collections.list(loader.getResources(LIST))) {
        URLConnection connection = list.openConnection();
        connection.setUseCaches(false); // a jar that a cache keeps open cannot be replaced
        try (InputStream in = connection.getInputStream()) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          text.lines().map(String::strip).filter(AgentCard::isName).forEach(names::add);
        }
      }
    } catch (IOException e) {
      throw new AgentException(
          new CheckpointException(LIST + " cannot be read: " + FileFailure.reason(e), e));
    }
    return names.stream().sorted().toList();
  }

  /** What people call one by. */
  static String place(String name) {
    return FOLDER + name;
  }

  /**
   * The whole of one.
   *
   * @throws CheckpointException when it is not whole
   */
  static AgentArchive archive(String name, ClassLoader loader) {
    return AgentArchive.read(place(name), source(name, loader));
  }

  private static AgentCard card(String name, ClassLoader loader) {
    try {
      return KeptAgent.read(place(name), AgentArchive.readCard(place(name), source(name, loader)));
    } catch (CheckpointException e) {
      throw new AgentException(e);
    }
  }

  private static AgentArchive.Source source(String name, ClassLoader loader) {
    return (file, most) -> {
      String resource = place(name) + "/" + file;
      try (InputStream in = loader.getResourceAsStream(resource)) {
        if (in == null) {
          throw new FileNotFoundException("it has no " + file);
        }
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length > most) {
          throw new IOException(file + " is too large: at most " + most + " bytes");
        }
        return bytes;
      }
    };
  }
}
