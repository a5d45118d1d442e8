package io.muzero.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muzero.selfplay.EpisodeRecorder;
import io.muzero.storage.CheckpointException;
import io.muzero.storage.EpisodeFiles;
import io.muzero.storage.RunFolder;
import java.io.IOException;

/** Keeps an episode of each evaluation of a game for one, for the page to show again. */
final class EvaluatedEpisodes {
  private final RunFolder folder;
  private final EpisodeFiles files;

  /**
   * Those of a run's folder.
   *
   * @param step training step that the run goes on from; later episodes are of another way
   * @throws CheckpointException when the folder cannot be read or written
   */
  EvaluatedEpisodes(RunFolder folder, long step) {
    this.folder = folder;
    files = new EpisodeFiles(folder.path());
    try {
      files.keepUpTo(folder.disk(), step);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private CheckpointException unwritable(IOException e) {
    return CheckpointException.because(
        "the episodes of the run's folder " + folder.path() + " cannot be written", e);
  }

  /**
   * Keeps the episode of the median return.
   *
   * @param step training step of the weights that played
   */
  void keep(long step, EpisodeRecorder played) {
    played.median().ifPresent(episode -> write(step, episode));
  }

  private void write(long step, EpisodeRecorder.Recorded episode) {
    folder.requireThere();
    ObjectNode object =
        JsonNodeFactory.instance
            .objectNode()
            .put("seed", Long.toString(episode.seed()))
            .put("return", episode.sum());
    ArrayNode moves = object.putArray("moves");
    episode.moves().forEach(moves::add);
    try {
      files.write(folder.disk(), step, object);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }
}
