package io.muzero.games.lunarlander;

import io.muzero.games.box2d.PhysicsWorld;
import io.muzero.games.random.Pcg64;
import org.jbox2d.collision.shapes.EdgeShape;
import org.jbox2d.collision.shapes.PolygonShape;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.Body;
import org.jbox2d.dynamics.BodyDef;
import org.jbox2d.dynamics.BodyType;
import org.jbox2d.dynamics.FixtureDef;
import org.jbox2d.dynamics.joints.RevoluteJointDef;

/**
 * The world of one landing: hills with a pad between them, the hull and its two legs on springs.
 * All lengths are in m, which are 30 of Gymnasium's pixels.
 */
final class LandingSite {
  static final double WIDTH = 600 / 30.0;
  static final double HEIGHT = 400 / 30.0;

  /** Height of the pad, over which the lander starts. */
  static final double PAD_HEIGHT = HEIGHT / 4;

  private static final int CHUNKS = 11;
  private static final int PAD_CHUNK = CHUNKS / 2;
  private static final double LEG_AWAY = 20 / 30.0;
  private static final double LEG_DOWN = 18 / 30.0;
  private static final double LEG_HALF_WIDTH = 2 / 30.0;
  private static final double LEG_HALF_HEIGHT = 8 / 30.0;
  private static final double LEG_ANGLE = 0.05;
  private static final float SPRING_TORQUE = 40;
  private static final float SPRING_SPEED = 0.3f;
  private static final int HULL = 1;
  private static final int FIRST_LEG = 2;
  private static final int GROUND_ONLY = 0x0001;

  /** The hull's corners x, y, x, y, … about its position. */
  private static final double[] HULL_CORNERS =
      scaled(-14, 17, -17, 0, -17, -10, 17, -10, 17, 0, 14, 17);

  private final PhysicsWorld world;
  private final double[] terrainX;
  private final double[] terrainY;

  /**
   * Builds a site and draws its hills: 12 numbers.
   *
   * @param gravity vertical acceleration in m/s², upwards positive
   */
  LandingSite(Pcg64 random, double gravity) {
    double[] heights = new double[CHUNKS + 1];
    random.uniform(0, HEIGHT / 2, heights);
    for (int i = PAD_CHUNK - 2; i <= PAD_CHUNK + 2; i++) {
      heights[i] = PAD_HEIGHT;
    }
    terrainX = new double[CHUNKS];
    terrainY = new double[CHUNKS];
    for (int i = 0; i < CHUNKS; i++) {
      terrainX[i] = WIDTH / (CHUNKS - 1) * i;
      // The height left of the first one is the last one drawn, as in Gymnasium.
      double left = heights[i == 0 ? CHUNKS : i - 1];
      terrainY[i] = 0.33 * (left + heights[i] + heights[i + 1]);
    }
    world = new PhysicsWorld((float) gravity);
    world.addBody(new BodyDef(), ground());
    addHull();
    addLeg(-1);
    addLeg(1);
  }

  /** A copy that continues alike. */
  LandingSite(LandingSite other) {
    world = new PhysicsWorld(other.world);
    terrainX = other.terrainX;
    terrainY = other.terrainY;
  }

  private static double[] scaled(double... pixels) {
    double[] metres = new double[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      metres[i] = pixels[i] / 30.0;
    }
    return metres;
  }

  private FixtureDef[] ground() {
    FixtureDef[] edges = new FixtureDef[CHUNKS];
    edges[0] = edge(0, 0, WIDTH, 0);
    for (int i = 1; i < CHUNKS; i++) {
      edges[i] = edge(terrainX[i - 1], terrainY[i - 1], terrainX[i], terrainY[i]);
      edges[i].friction = 0.1f;
    }
    return edges;
  }

  private static FixtureDef edge(double x1, double y1, double x2, double y2) {
    EdgeShape shape = new EdgeShape();
    shape.set(new Vec2((float) x1, (float) y1), new Vec2((float) x2, (float) y2));
    FixtureDef fixture = new FixtureDef();
    fixture.shape = shape;
    return fixture;
  }

  private void addHull() {
    FixtureDef fixture = new FixtureDef();
    fixture.shape = PhysicsWorld.polygon(HULL_CORNERS);
    fixture.density = 5;
    fixture.friction = 0.1f;
    fixture.filter.categoryBits = 0x0010;
    fixture.filter.maskBits = GROUND_ONLY;
    BodyDef hull = new BodyDef();
    hull.type = BodyType.DYNAMIC;
    hull.position.set((float) (WIDTH / 2), (float) HEIGHT);
    world.addBody(hull, fixture);
  }

  /** Adds the leg on the right (side −1) or on the left (side 1). */
  private void addLeg(int side) {
    FixtureDef fixture = new FixtureDef();
    PolygonShape box = new PolygonShape();
    box.setAsBox((float) LEG_HALF_WIDTH, (float) LEG_HALF_HEIGHT);
    fixture.shape = box;
    fixture.density = 1;
    fixture.filter.categoryBits = 0x0020;
    fixture.filter.maskBits = GROUND_ONLY;
    BodyDef leg = new BodyDef();
    leg.type = BodyType.DYNAMIC;
    leg.position.set((float) (WIDTH / 2 - side * LEG_AWAY), (float) HEIGHT);
    leg.angle = (float) (side * LEG_ANGLE);
    Body body = world.addBody(leg, fixture);
    RevoluteJointDef spring = new RevoluteJointDef();
    spring.bodyA = hull();
    spring.bodyB = body;
    spring.localAnchorB.set((float) (side * LEG_AWAY), (float) LEG_DOWN);
    // Where a Python caller gives none, pybox2d takes the angle that the bodies have now.
    spring.referenceAngle = body.getAngle() - hull().getAngle();
    spring.enableMotor = true;
    spring.maxMotorTorque = SPRING_TORQUE;
    spring.motorSpeed = side * SPRING_SPEED;
    spring.enableLimit = true;
    spring.lowerAngle = side < 0 ? 0.4f : -0.9f;
    spring.upperAngle = side < 0 ? 0.9f : -0.4f;
    world.addJoint(spring);
  }

  /** Lets 1/50 s pass. */
  void step() {
    world.step(0.02f, 180, 60);
  }

  Body hull() {
    return world.body(HULL);
  }

  /** Leg 0, on the right, or leg 1, on the left. */
  Body leg(int number) {
    return world.body(FIRST_LEG + number);
  }

  boolean legTouches(int number) {
    return world.touches(FIRST_LEG + number);
  }

  boolean hullHasTouched() {
    return world.hasTouched(HULL);
  }

  /** Height of the hull's position when it stands on the pad. */
  static double standingHeight() {
    return PAD_HEIGHT + LEG_DOWN;
  }

  int terrainPoints() {
    return CHUNKS;
  }

  double terrainX(int point) {
    return terrainX[point];
  }

  double terrainY(int point) {
    return terrainY[point];
  }

  double padLeft() {
    return terrainX[PAD_CHUNK - 1];
  }

  double padRight() {
    return terrainX[PAD_CHUNK + 1];
  }
}
