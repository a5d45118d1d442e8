package io.muzero.selfplay;

import io.muzero.environment.Environment;
import io.muzero.environment.Episode;
import io.muzero.model.RootStates;
import java.util.List;

/**
 * The states that episodes are in as the roots of a search, each in all its images side by side.
 *
 * @param episodes not copied; unchanged while the roots are evaluated
 * @param images images of each, at least 1: root i is image i mod {@code images}
 */
public record EpisodeRoots(List<Episode> episodes, int images) implements RootStates {
  @Override
  public Environment environment(int root) {
    return episodes.get(root / images).environment();
  }

  @Override
  public int transformation(int root) {
    return root % images;
  }
}
