package io.muzero.games.arcade;

/** Makes {@code asterix} known. */
public final class AsterixProvider extends ArcadeProvider {

  /** The provider. */
  public AsterixProvider() {
    super("asterix", "collect gold and evade enemies in eight lanes (MinAtar)", Asterix::new);
  }
}
