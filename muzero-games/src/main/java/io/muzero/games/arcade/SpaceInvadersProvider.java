package io.muzero.games.arcade;

/** Makes {@code space_invaders} known. */
public final class SpaceInvadersProvider extends ArcadeProvider {

  /** The provider. */
  public SpaceInvadersProvider() {
    super("space_invaders", "shoot down waves of aliens (MinAtar)", SpaceInvaders::new);
  }
}
