package io.muzero.games.arcade;

/** Makes {@code seaquest} known. */
public final class SeaquestProvider extends ArcadeProvider {

  /** The provider. */
  public SeaquestProvider() {
    super("seaquest", "shoot, save divers and come up for air (MinAtar)", Seaquest::new);
  }
}
