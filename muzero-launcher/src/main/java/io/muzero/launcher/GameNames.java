package io.muzero.launcher;

import io.muzero.config.GameRegistry;
import java.util.Iterator;

/** The games' names, for shell completion. */
final class GameNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return GameRegistry.installed().names().iterator();
  }
}
