package io.muzero.games.lunarlander;

import io.muzero.environment.Action;
import io.muzero.environment.ActionSpace;
import io.muzero.environment.EnvironmentSpec;
import io.muzero.environment.Step;
import io.muzero.environment.Symmetry;
import io.muzero.games.gymnasium.GymnasiumEnvironment;
import io.muzero.games.random.Pcg64;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.Body;

/**
 * A lander with a main engine and two side engines is to come to rest on a pad between hills:
 * Gymnasium's {@code LunarLander-v3}.
 *
 * <p><b>World</b>: 20 m wide, the pad in the middle, 4 m wide and 3.33 m high, hills left and right
 * of it; a hull of 4.8 kg with two sprung legs starts at (10, 13.33); 50 steps a second.
 *
 * <p><b>Observation</b> 8×1×1, unbounded (Gymnasium's nominal ranges in brackets): horizontal
 * distance from the pad's centre, ±1 at the world's edges (±2.5); height above where the lander
 * stands on the pad, 1 for 6.67 m (±2.5); horizontal velocity, .2 for 1 m/s, and vertical velocity,
 * .133 for 1 m/s (±10 both); angle in rad, anticlockwise positive (±2π); angular velocity, .4 for 1
 * rad/s (±10); whether the right leg and whether the left leg touches the ground (0 or 1).
 *
 * <p><b>Actions</b>: 0 coasts, 1 fires the side engine that pushes left and turns anticlockwise, 2
 * the main engine, 3 the side engine that pushes right and turns clockwise. With {@code continuous}
 * two reals in [−1, 1], clipped: the main engine is off up to 0 and works at 50 % to 100 % above
 * it; the side engines are off within ±.5, and push left (negative) or right (positive) at 50 % to
 * 100 % beyond. Two random numbers a step disperse what engines do, unless {@code deterministic}.
 *
 * <p><b>Reward</b>: what the step adds to the potential −100·distance − 100·speed − 100·|angle| +
 * 10 for each leg on the ground (in the observation's units), less .3 for the main engine and .03
 * for a side engine at full power. −100 instead for a crash (the hull touches the ground) or for
 * leaving the world sideways; +100 instead for coming to rest. A step's reward is within ±2300,
 * because Box2D limits speed to 100 m/s. Undiscounted return of a good landing about 250, 200
 * counts as solved, the heuristic player brings 237, random play −180.
 *
 * <p><b>Start</b>: hills of random heights; a random force of up to ±1000 N on each axis acts
 * during one step without engines, which passes before the first observation. <b>End</b>:
 * terminated by crash, leaving or rest; truncated after 1000 steps.
 *
 * <p><b>Wind</b> ({@code enable_wind}): while no leg touches the ground, tanh(sin(.02 i) + sin(.01π
 * i)) times {@code wind_power} pushes sideways and the same of another i times {@code
 * turbulence_power} turns; both i count such steps from random starts.
 *
 * <p>Engines and rewards are computed in double, bodies in single precision, by {@link
 * io.muzero.games.box2d.PhysicsWorld}. The place where a side engine pushes (17/30 m times the
 * sine, but 14/30 m times the cosine of the angle below the hull's position) is Gymnasium's. The
 * mirror image is no permutation of the observation, so it is not offered for augmentation.
 */
public final class LunarLander extends GymnasiumEnvironment {
  private static final double SCALE = 30;
  private static final double STEPS_PER_SECOND = 50;
  private static final double MAIN_ENGINE_POWER = 13;
  private static final double SIDE_ENGINE_POWER = 0.6;
  private static final double MAIN_ENGINE_BELOW = 4;
  private static final double SIDE_ENGINE_AWAY = 12;
  private static final double SIDE_ENGINE_SINE = 17;
  private static final double SIDE_ENGINE_COSINE = 14;
  private static final double START_FORCE = 1000;
  private static final int WIND_STARTS = 9999;

  private final LanderOptions options;
  private LandingSite site;
  private long windStep;
  private long torqueStep;
  private double potential;
  private Engines engines = Engines.OFF;

  /**
   * What the engines did in a step.
   *
   * @param main power of the main engine, 0 or within [.5, 1]
   * @param side power of a side engine, 0 or within [.5, 1]
   * @param direction −1 pushes left, 1 pushes right
   */
  record Engines(double main, double side, double direction) {
    static final Engines OFF = new Engines(0, 0, 0);
  }

  /** A landing that is still to be reset. */
  public LunarLander(LanderOptions options) {
    super(
        new EnvironmentSpec(
            1,
            8,
            1,
            1,
            Float.NEGATIVE_INFINITY,
            Float.POSITIVE_INFINITY,
            options.continuous()
                ? new ActionSpace.Continuous(new float[] {-1, -1}, new float[] {1, 1})
                : new ActionSpace.Discrete(4),
            -2300,
            2300,
            1000,
            Symmetry.NONE));
    this.options = options;
    site = new LandingSite(new Pcg64(0), options.gravity());
  }

  private LunarLander(LunarLander other) {
    super(other);
    options = other.options;
    site = new LandingSite(other.site);
    windStep = other.windStep;
    torqueStep = other.torqueStep;
    potential = other.potential;
    engines = other.engines;
  }

  @Override
  protected void start() {
    Pcg64 random = random();
    site = new LandingSite(random, options.gravity());
    double forceX = random.uniform(-START_FORCE, START_FORCE);
    double forceY = random.uniform(-START_FORCE, START_FORCE);
    site.hull().applyForceToCenter(vector(forceX, forceY));
    if (options.enableWind()) {
      windStep = random.integers(-WIND_STARTS, WIND_STARTS);
      torqueStep = random.integers(-WIND_STARTS, WIND_STARTS);
    }
    simulate(Engines.OFF);
    potential = potential(observed());
  }

  @Override
  protected Step advance(Action action) {
    simulate(engines(action));
    double[] state = observed();
    double before = potential;
    potential = potential(state);
    double reward = potential - before - engines.main * 0.30 - engines.side * 0.03;
    if (!site.hull().isAwake()) {
      return Step.terminal(100);
    }
    if (site.hullHasTouched() || Math.abs(state[0]) >= 1) {
      return Step.terminal(-100);
    }
    return Step.going(reward);
  }

  private Engines engines(Action action) {
    if (!options.continuous()) {
      return switch (action.index()) {
        case 1 -> new Engines(0, 1, -1);
        case 2 -> new Engines(1, 0, 0);
        case 3 -> new Engines(0, 1, 1);
        default -> Engines.OFF;
      };
    }
    double throttle = Math.max(-1, Math.min(1, action.values()[0]));
    double sideways = Math.max(-1, Math.min(1, action.values()[1]));
    double side = Math.abs(sideways) > 0.5 ? Math.abs(sideways) : 0;
    return new Engines(
        throttle > 0 ? (throttle + 1) * 0.5 : 0, side, side > 0 ? Math.signum(sideways) : 0);
  }

  /** Lets wind and engines act and one step pass. */
  private void simulate(Engines now) {
    engines = now;
    Body hull = site.hull();
    if (options.enableWind() && !site.legTouches(0) && !site.legTouches(1)) {
      hull.applyForceToCenter(vector(gust(windStep++) * options.windPower(), 0));
      hull.applyTorque((float) (gust(torqueStep++) * options.turbulencePower()));
    }
    // Both numbers are drawn in every step, whether an engine uses them or not.
    double along = random().uniform(-1, 1) / SCALE;
    double across = random().uniform(-1, 1) / SCALE;
    if (options.deterministic()) {
      along = 0;
      across = 0;
    }
    double sin = StrictMath.sin(hull.getAngle());
    double cos = StrictMath.cos(hull.getAngle());
    if (now.main > 0) {
      double below = MAIN_ENGINE_BELOW / SCALE + 2 * along;
      double x = sin * below - cos * across;
      double y = -cos * below - sin * across;
      double strength = MAIN_ENGINE_POWER * now.main;
      hull.applyLinearImpulse(
          vector(-x * strength, -y * strength),
          vector(hull.getPosition().x + x, hull.getPosition().y + y));
    }
    if (now.side > 0) {
      double beside = 3 * across + now.direction * SIDE_ENGINE_AWAY / SCALE;
      double x = sin * along - cos * beside;
      double y = -cos * along - sin * beside;
      double strength = SIDE_ENGINE_POWER * now.side;
      hull.applyLinearImpulse(
          vector(-x * strength, -y * strength),
          vector(
              hull.getPosition().x + x - sin * SIDE_ENGINE_SINE / SCALE,
              hull.getPosition().y + y + cos * SIDE_ENGINE_COSINE / SCALE));
    }
    site.step();
  }

  private static double gust(long step) {
    return StrictMath.tanh(StrictMath.sin(0.02 * step) + StrictMath.sin(Math.PI * 0.01 * step));
  }

  private static Vec2 vector(double x, double y) {
    return new Vec2((float) x, (float) y);
  }

  /** The observation before it is rounded to single precision. */
  private double[] observed() {
    Body hull = site.hull();
    double halfWidth = LandingSite.WIDTH / 2;
    double halfHeight = LandingSite.HEIGHT / 2;
    return new double[] {
      (hull.getPosition().x - halfWidth) / halfWidth,
      (hull.getPosition().y - LandingSite.standingHeight()) / halfHeight,
      hull.getLinearVelocity().x * halfWidth / STEPS_PER_SECOND,
      hull.getLinearVelocity().y * halfHeight / STEPS_PER_SECOND,
      hull.getAngle(),
      20.0 * hull.getAngularVelocity() / STEPS_PER_SECOND,
      site.legTouches(0) ? 1 : 0,
      site.legTouches(1) ? 1 : 0
    };
  }

  private static double potential(double[] state) {
    return -100 * Math.sqrt(state[0] * state[0] + state[1] * state[1])
        - 100 * Math.sqrt(state[2] * state[2] + state[3] * state[3])
        - 100 * Math.abs(state[4])
        + 10 * state[6]
        + 10 * state[7];
  }

  /** The world, to be looked at. */
  LandingSite site() {
    return site;
  }

  /** What the engines did in the last step. */
  Engines engines() {
    return engines;
  }

  /** What was chosen about this landing. */
  public LanderOptions options() {
    return options;
  }

  @Override
  public double[] gymnasiumObservation() {
    double[] state = observed();
    for (int i = 0; i < state.length; i++) {
      state[i] = (float) state[i];
    }
    return state;
  }

  @Override
  public void observe(float[] target, int offset) {
    double[] state = observed();
    for (int i = 0; i < state.length; i++) {
      target[offset + i] = (float) state[i];
    }
  }

  @Override
  public LunarLander copy() {
    return new LunarLander(this);
  }

  @Override
  public String actionName(int action) {
    return switch (action) {
      case 0 -> "coast";
      case 1 -> "left";
      case 2 -> "main";
      case 3 -> "right";
      default -> throw new IllegalArgumentException("there is no action " + action);
    };
  }

  @Override
  public String text() {
    return LanderPicture.text(this);
  }

  @Override
  public String json() {
    return LanderPicture.json(this);
  }
}
