package io.muzero.games.arcade;

/** Makes {@code freeway} known. */
public final class FreewayProvider extends ArcadeProvider {

  /** The provider. */
  public FreewayProvider() {
    super("freeway", "bring a chicken across eight lanes, again and again (MinAtar)", Freeway::new);
  }
}
