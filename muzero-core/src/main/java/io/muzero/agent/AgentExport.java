package io.muzero.agent;

import io.muzero.config.MuZeroConfig;
import io.muzero.environment.Environment;
import io.muzero.export.ExportMetadata;
import io.muzero.export.ExportedNetwork;
import io.muzero.export.GoldenFile;
import io.muzero.export.OnnxExport;
import io.muzero.files.Disk;
import io.muzero.files.WholeFile;
import io.muzero.network.DeviceChoice;
import io.muzero.network.DjlMuZeroModel;
import io.muzero.network.NetworkShape;
import io.muzero.network.SafeTensors;
import io.muzero.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes an agent's networks for other programs. */
final class AgentExport implements TrainedAgent.Exporter {
  private static final String GOLDEN = "golden.safetensors";

  private final AgentFiles files;
  private final AgentSetup setup;

  AgentExport(AgentFiles files, AgentSetup setup) {
    this.files = files;
    this.setup = setup;
  }

  /**
   * Writes all files, in place of those that are there.
   *
   * @param folder made when it is not there
   * @return the files
   */
  @Override
  public List<Path> to(Path folder) throws IOException {
    MuZeroConfig config = files.resolved().config();
    Environment game = setup.rules().newEnvironment();
    game.reset(0);
    boolean dynamics = !config.search().usesRules();
    NetworkShape shape =
        NetworkShape.of(game.spec(), setup.stacker().inputSize()).searchedBy(!dynamics);
    Weights weights = files.weights(shape);
    ExportedNetwork network =
        new ExportedNetwork(
            config.network(), shape, weights, config.signedDiscount(game.spec()), dynamics);
    Map<String, String> metadata = ExportMetadata.of(config, game, files.step());
    Files.createDirectories(folder);
    List<Path> written = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : OnnxExport.files(network, metadata).entrySet()) {
      written.add(write(folder.resolve(file.getKey()), out -> out.write(file.getValue())));
    }
    SafeTensors golden = golden(network, metadata);
    written.add(write(folder.resolve(GOLDEN), golden::write));
    return written;
  }

  @Override
  public String weightsChecksum() {
    return files.weightsChecksum();
  }

  /** Positions, and what our own inference and search make of them, in float32. */
  private SafeTensors golden(ExportedNetwork network, Map<String, String> metadata) {
    try (DjlMuZeroModel model =
        new DjlMuZeroModel(
            network.config().portable(), network.shape(), network.discount(), DeviceChoice.CPU)) {
      model.load(network.weights());
      return new GoldenFile(network.shape(), GoldenPositions.of(setup, model, network.dynamics()))
          .of(model, network.dynamics(), withSearch(metadata));
    }
  }

  private static Map<String, String> withSearch(Map<String, String> metadata) {
    Map<String, String> more = new LinkedHashMap<>(metadata);
    more.put(
        "move_search",
        "puct, "
            + GoldenPositions.SEARCH.simulations()
            + " simulations, pb_c_init "
            + GoldenPositions.SEARCH.pbCInit()
            + ", pb_c_base "
            + GoldenPositions.SEARCH.pbCBase());
    return more;
  }

  private static Path write(Path file, WholeFile.Content content) throws IOException {
    WholeFile.replace(Disk.REAL, file, content);
    return file;
  }
}
