package io.muzero.games.arcade;

/** Makes {@code breakout} known. */
public final class BreakoutProvider extends ArcadeProvider {

  /** The provider. */
  public BreakoutProvider() {
    super("breakout", "keep a ball in play and break a wall (MinAtar)", Breakout::new);
  }
}
