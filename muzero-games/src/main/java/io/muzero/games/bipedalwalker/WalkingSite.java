package io.muzero.games.bipedalwalker;

import io.muzero.games.box2d.PhysicsWorld;
import io.muzero.games.random.Pcg64;
import org.jbox2d.collision.shapes.EdgeShape;
import org.jbox2d.collision.shapes.PolygonShape;
import org.jbox2d.collision.shapes.Shape;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.Body;
import org.jbox2d.dynamics.BodyDef;
import org.jbox2d.dynamics.BodyType;
import org.jbox2d.dynamics.FixtureDef;
import org.jbox2d.dynamics.joints.RevoluteJoint;
import org.jbox2d.dynamics.joints.RevoluteJointDef;

/**
 * The world of one walk: gently rolling ground, the hull and its two legs of two parts each, joined
 * at hips and knees by motors. All lengths are in m, which are 30 of Gymnasium's pixels.
 *
 * <p>The ground is one body; Gymnasium makes one of each of its 199 edges. A static body enters no
 * computation but as one without motion, so the walks are the same, bit for bit.
 */
final class WalkingSite {
  static final double VIEW_WIDTH = 600 / 30.0;
  static final double VIEW_HEIGHT = 400 / 30.0;
  static final double TERRAIN_STEP = 14 / 30.0;
  static final int TERRAIN_LENGTH = 200;
  static final int GRASS = 10;
  static final double LIDAR_RANGE = 160 / 30.0;

  private static final int START_PAD = 20;
  private static final double TERRAIN_HEIGHT = VIEW_HEIGHT / 4;
  private static final double LEG_DOWN = -8 / 30.0;
  private static final double LEG_WIDTH = 8 / 30.0;
  private static final double LEG_HEIGHT = 34 / 30.0;
  private static final double LEG_ANGLE = 0.05;
  private static final float FRICTION = 2.5f;
  private static final double START_FORCE = 5;
  private static final int CLOUDS = TERRAIN_LENGTH / 20;
  private static final int NUMBERS_OF_A_CLOUD = 11;
  private static final int GROUND = 0x0001;
  private static final int WALKER = 0x0020;
  private static final int HULL = 1;
  private static final int FIRST_LEG = 2;

  /** The hull's corners x, y, x, y, … about its position. */
  private static final double[] HULL_CORNERS = scaled(-30, 9, 6, 9, 34, 1, 34, -8, -30, -8);

  private final PhysicsWorld world;
  private final double[] terrainY;

  /** Builds a site: draws the ground, clouds that nobody sees, and the hull's first push. */
  WalkingSite(Pcg64 random) {
    terrainY = terrain(random);
    for (int i = 0; i < CLOUDS * NUMBERS_OF_A_CLOUD; i++) {
      // Gymnasium draws its clouds from the same generator.
      random.random();
    }
    world = new PhysicsWorld(-10);
    world.addBody(new BodyDef(), ground());
    double x = TERRAIN_STEP * START_PAD / 2;
    double y = TERRAIN_HEIGHT + 2 * LEG_HEIGHT;
    Body hull =
        world.addBody(body(x, y, 0), walkerPart(PhysicsWorld.polygon(HULL_CORNERS), 5, 0.1f));
    hull.applyForceToCenter(new Vec2((float) random.uniform(-START_FORCE, START_FORCE), 0));
    addLeg(hull, x, y, -1);
    addLeg(hull, x, y, 1);
  }

  /** A copy that continues alike. */
  WalkingSite(WalkingSite other) {
    world = new PhysicsWorld(other.world);
    terrainY = other.terrainY;
  }

  private static double[] scaled(double... pixels) {
    double[] metres = new double[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      metres[i] = pixels[i] / 30.0;
    }
    return metres;
  }

  /** Heights: flat at the start, then a damped random walk drawn back to the mean height. */
  private static double[] terrain(Pcg64 random) {
    double[] heights = new double[TERRAIN_LENGTH];
    double velocity = 0;
    double y = TERRAIN_HEIGHT;
    int left = START_PAD;
    boolean keeps = false;
    for (int i = 0; i < TERRAIN_LENGTH; i++) {
      if (!keeps) {
        velocity = 0.8 * velocity + 0.01 * Math.signum(TERRAIN_HEIGHT - y);
        if (i > START_PAD) {
          velocity += random.uniform(-1, 1) / 30.0;
        }
        y += velocity;
      }
      heights[i] = y;
      left--;
      // Where one stretch of grass ends and the next begins, the height stays.
      keeps = left == 0;
      if (keeps) {
        left = (int) random.integers(GRASS / 2, GRASS);
      }
    }
    return heights;
  }

  private FixtureDef[] ground() {
    FixtureDef[] edges = new FixtureDef[TERRAIN_LENGTH - 1];
    for (int i = 0; i < edges.length; i++) {
      EdgeShape shape = new EdgeShape();
      shape.set(point(i), point(i + 1));
      edges[i] = new FixtureDef();
      edges[i].shape = shape;
      edges[i].friction = FRICTION;
      edges[i].filter.categoryBits = GROUND;
    }
    return edges;
  }

  private Vec2 point(int i) {
    return new Vec2((float) (i * TERRAIN_STEP), (float) terrainY[i]);
  }

  private static BodyDef body(double x, double y, double angle) {
    BodyDef definition = new BodyDef();
    definition.type = BodyType.DYNAMIC;
    definition.position.set((float) x, (float) y);
    definition.angle = (float) angle;
    return definition;
  }

  private static FixtureDef walkerPart(Shape shape, float density, float friction) {
    FixtureDef fixture = new FixtureDef();
    fixture.shape = shape;
    fixture.density = density;
    fixture.friction = friction;
    fixture.filter.categoryBits = WALKER;
    fixture.filter.maskBits = GROUND;
    return fixture;
  }

  private static PolygonShape box(double width, double height) {
    PolygonShape shape = new PolygonShape();
    shape.setAsBox((float) (width / 2), (float) (height / 2));
    return shape;
  }

  /**
   * Adds a leg that stands a little to one side (−1 or 1), upper part, lower part, hip and knee.
   */
  private void addLeg(Body hull, double x, double y, int side) {
    double angle = side * LEG_ANGLE;
    Body upper =
        world.addBody(
            body(x, y - LEG_HEIGHT / 2 - LEG_DOWN, angle),
            walkerPart(box(LEG_WIDTH, LEG_HEIGHT), 1, 0.2f));
    addMotor(hull, upper, LEG_DOWN, -0.8f, 1.1f).setMotorSpeed(side);
    Body lower =
        world.addBody(
            body(x, y - LEG_HEIGHT * 3 / 2 - LEG_DOWN, angle),
            walkerPart(box(0.8 * LEG_WIDTH, LEG_HEIGHT), 1, 0.2f));
    addMotor(upper, lower, -LEG_HEIGHT / 2, -1.6f, -0.1f).setMotorSpeed(1);
  }

  private RevoluteJoint addMotor(
      Body above, Body below, double anchorY, float lowerAngle, float upperAngle) {
    RevoluteJointDef motor = new RevoluteJointDef();
    motor.bodyA = above;
    motor.bodyB = below;
    motor.localAnchorA.set(0, (float) anchorY);
    motor.localAnchorB.set(0, (float) (LEG_HEIGHT / 2));
    // Where a Python caller gives none, pybox2d takes the angle that the bodies have now.
    motor.referenceAngle = below.getAngle() - above.getAngle();
    motor.enableMotor = true;
    motor.maxMotorTorque = BipedalWalker.MOTOR_TORQUE;
    motor.enableLimit = true;
    motor.lowerAngle = lowerAngle;
    motor.upperAngle = upperAngle;
    return world.addJoint(motor);
  }

  /** Lets 1/50 s pass. */
  void step() {
    world.step(0.02f, 180, 60);
  }

  Body hull() {
    return world.body(HULL);
  }

  /** A part of a leg: upper and lower of the first, upper and lower of the second. */
  Body legPart(int number) {
    return world.body(FIRST_LEG + number);
  }

  /** A motor: hip and knee of the first leg, hip and knee of the second. */
  RevoluteJoint motor(int number) {
    return world.joint(number);
  }

  /** Whether the lower part of leg 0 or 1 touches the ground. */
  boolean footTouches(int leg) {
    return world.touches(FIRST_LEG + 2 * leg + 1);
  }

  boolean hullHasTouched() {
    return world.hasTouched(HULL);
  }

  /**
   * The share of a ray from the hull that is free, 1 when it meets no ground.
   *
   * @param angle from straight down, forwards positive, in rad
   */
  double lidar(double angle) {
    Vec2 from = hull().getPosition();
    Vec2 to =
        new Vec2(
            (float) (from.x + StrictMath.sin(angle) * LIDAR_RANGE),
            (float) (from.y - StrictMath.cos(angle) * LIDAR_RANGE));
    float[] free = {1};
    world.raycast(
        (fixture, point, normal, fraction) -> {
          if ((fixture.getFilterData().categoryBits & GROUND) == 0) {
            return -1;
          }
          free[0] = fraction;
          return fraction;
        },
        from,
        to);
    return free[0];
  }

  double terrainX(int i) {
    return i * TERRAIN_STEP;
  }

  double terrainY(int i) {
    return terrainY[i];
  }
}
