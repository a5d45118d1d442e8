package io.muzero.games.lunarlander;

/**
 * What can be chosen about a landing.
 *
 * @param continuous whether engines are throttled by two reals instead of switched by four actions
 * @param enableWind whether wind pushes and turns the lander until a leg touches the ground
 * @param windPower greatest force of the wind in N, from 0 (Gymnasium advises at most 20)
 * @param turbulencePower greatest torque of the wind in Nm, from 0 (Gymnasium advises at most 2)
 * @param gravity vertical acceleration in m/s², within (−12, 0)
 * @param deterministic whether engines push without the random dispersion
 */
public record LanderOptions(
    boolean continuous,
    boolean enableWind,
    double windPower,
    double turbulencePower,
    double gravity,
    boolean deterministic) {

  /** Gymnasium's defaults: four actions, no wind, gravity −10, dispersion. */
  public static final LanderOptions DEFAULT = new LanderOptions(false, false, 15, 1.5, -10, false);

  /** Checks the ranges. */
  public LanderOptions {
    if (!(gravity > -12 && gravity < 0)) {
      throw new IllegalArgumentException("gravity must be within (-12, 0), was " + gravity);
    }
    if (!(windPower >= 0) || !(turbulencePower >= 0)) {
      throw new IllegalArgumentException(
          "the wind's powers must be at least 0, were " + windPower + " and " + turbulencePower);
    }
  }
}
