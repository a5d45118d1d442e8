package io.muzero.games.lunarlander;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.badlogic.gdx.math.Vector2;
import com.badlogic.gdx.physics.box2d.Body;
import com.badlogic.gdx.physics.box2d.BodyDef;
import com.badlogic.gdx.physics.box2d.Box2D;
import com.badlogic.gdx.physics.box2d.FixtureDef;
import com.badlogic.gdx.physics.box2d.PolygonShape;
import com.badlogic.gdx.physics.box2d.World;
import com.badlogic.gdx.physics.box2d.joints.RevoluteJointDef;
import com.badlogic.gdx.utils.SharedLibraryLoader;
import io.muzero.games.random.Pcg64;
import java.util.ArrayList;
import java.util.List;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.joints.JointEdge;
import org.jbox2d.dynamics.joints.RevoluteJoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Flies landers beside twins in Box2D itself, the C++ engine that libGDX brings along. */
class Box2dComparisonTest {
  /** In m, m/s, rad and rad/s; twelve times less in an observation's velocities. */
  private static final double TOLERANCE = 2e-4;

  @BeforeAll
  static void load() {
    // Box2D's bodies use buffers of the main library.
    new SharedLibraryLoader().load("gdx");
    Box2D.init();
  }

  /** The hull and the legs of a site just built, in C++. */
  private static List<Body> twins(LandingSite site, World world) {
    List<Body> twins = new ArrayList<>();
    twins.add(twin(site.hull(), world));
    for (int leg = 0; leg < 2; leg++) {
      Body twin = twin(site.leg(leg), world);
      JointEdge edge = site.leg(leg).getJointList();
      RevoluteJoint spring = (RevoluteJoint) edge.joint;
      RevoluteJointDef definition = new RevoluteJointDef();
      definition.bodyA = twins.get(0);
      definition.bodyB = twin;
      definition.localAnchorA.set(vector(spring.getLocalAnchorA()));
      definition.localAnchorB.set(vector(spring.getLocalAnchorB()));
      definition.referenceAngle = spring.getReferenceAngle();
      definition.enableLimit = true;
      definition.lowerAngle = spring.getLowerLimit();
      definition.upperAngle = spring.getUpperLimit();
      definition.enableMotor = true;
      definition.motorSpeed = spring.getMotorSpeed();
      definition.maxMotorTorque = spring.getMaxMotorTorque();
      world.createJoint(definition);
      twins.add(twin);
    }
    return twins;
  }

  private static Body twin(org.jbox2d.dynamics.Body body, World world) {
    BodyDef definition = new BodyDef();
    definition.type = BodyDef.BodyType.DynamicBody;
    definition.position.set(vector(body.getPosition()));
    definition.angle = body.getAngle();
    var fixture = body.getFixtureList();
    var polygon = (org.jbox2d.collision.shapes.PolygonShape) fixture.getShape();
    Vector2[] corners = new Vector2[polygon.m_count];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = vector(polygon.m_vertices[i]);
    }
    PolygonShape shape = new PolygonShape();
    shape.set(corners);
    FixtureDef parts = new FixtureDef();
    parts.shape = shape;
    parts.density = fixture.getDensity();
    parts.filter.maskBits = 0;
    Body twin = world.createBody(definition);
    twin.createFixture(parts);
    shape.dispose();
    return twin;
  }

  private static Vector2 vector(Vec2 vector) {
    return new Vector2(vector.x, vector.y);
  }

  private static double[] motion(org.jbox2d.dynamics.Body body) {
    return new double[] {
      body.getPosition().x,
      body.getPosition().y,
      body.getAngle(),
      body.getLinearVelocity().x,
      body.getLinearVelocity().y,
      body.getAngularVelocity()
    };
  }

  private static double[] motion(Body body) {
    return new double[] {
      body.getPosition().x,
      body.getPosition().y,
      body.getAngle(),
      body.getLinearVelocity().x,
      body.getLinearVelocity().y,
      body.getAngularVelocity()
    };
  }

  @Test
  void flight_pushedAtRandom_isBox2dsFlightUntilContact() {
    for (long seed = 0; seed < 20; seed++) {
      Pcg64 random = new Pcg64(seed);
      LandingSite site = new LandingSite(random, -10);
      World world = new World(new Vector2(0, -10), true);
      List<Body> twins = twins(site, world);
      int steps = 0;
      while (!site.hullHasTouched() && !site.legTouches(0) && !site.legTouches(1) && steps < 300) {
        assertFliesAlike(site, twins, "seed " + seed + " step " + steps);
        Vec2 impulse =
            new Vec2((float) random.uniform(-0.5, 0.5), (float) random.uniform(-0.3, 1.2));
        Vec2 place = new Vec2(site.hull().getPosition());
        place.x += (float) random.uniform(-0.1, 0.1);
        site.hull().applyLinearImpulse(impulse, place);
        twins.get(0).applyLinearImpulse(vector(impulse), vector(place), true);
        site.step();
        world.step(0.02f, 180, 60);
        steps++;
      }
      assertThat(steps).as("seed %d", seed).isGreaterThan(50);
      world.dispose();
    }
  }

  private static void assertFliesAlike(LandingSite site, List<Body> twins, String when) {
    for (int i = 0; i < 3; i++) {
      double[] expected = motion(twins.get(i));
      double[] actual = motion(i == 0 ? site.hull() : site.leg(i - 1));
      for (int j = 0; j < expected.length; j++) {
        assertThat(actual[j])
            .as("number %d of body %d, %s", j, i, when)
            .isCloseTo(expected[j], within(TOLERANCE));
      }
    }
  }

  @Test
  void bodies_haveBox2dsMass() {
    LandingSite site = new LandingSite(new Pcg64(0), -10);
    World world = new World(new Vector2(0, -10), true);
    List<Body> twins = twins(site, world);
    for (int i = 0; i < 3; i++) {
      var body = i == 0 ? site.hull() : site.leg(i - 1);
      assertThat(body.getMass()).isEqualTo(twins.get(i).getMass());
      assertThat(body.getInertia()).isEqualTo(twins.get(i).getInertia());
    }
    world.dispose();
  }
}
