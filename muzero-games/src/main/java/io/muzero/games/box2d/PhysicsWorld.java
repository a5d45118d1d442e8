package io.muzero.games.box2d;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jbox2d.collision.shapes.PolygonShape;
import org.jbox2d.common.Settings;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.Body;
import org.jbox2d.dynamics.BodyDef;
import org.jbox2d.dynamics.BodyType;
import org.jbox2d.dynamics.Fixture;
import org.jbox2d.dynamics.FixtureDef;
import org.jbox2d.dynamics.World;
import org.jbox2d.dynamics.contacts.Contact;
import org.jbox2d.dynamics.joints.RevoluteJoint;
import org.jbox2d.dynamics.joints.RevoluteJointDef;

/**
 * A world of bodies and hinges: JBox2D 2.2.1.1 where it follows Box2D 2.3, corrected where it does
 * not.
 *
 * <ul>
 *   <li>Sines, cosines and arcus tangents are computed, not looked up: tables and a fast
 *       approximation, both on by default, are off by 1e-5 and sometimes by 8e-3.
 *   <li>Masses come from {@link PolygonMass}: JBox2D's moments of inertia are too great, by .3 %
 *       for a nearly symmetric hull and by 4 % for a slanted one.
 *   <li>A contact is enabled from its first step ({@link EdgePolygonContact}): JBox2D lets the
 *       first continuous collision of each new contact pass.
 *   <li>Worlds share no temporaries: JBox2D collides edges with polygons through one static vector,
 *       which {@link EdgePolygonContact} locks.
 *   <li>Pairs are found by {@link FlatBroadPhase}, whose fat boxes stay where they are while a body
 *       moves inside them: JBox2D's test for that is the wrong way round.
 * </ul>
 *
 * <p>What cannot be corrected from outside stays: a second time of impact within one step is taken
 * from the step's start, and the limit on the condition of two-point contacts is 100 instead of
 * 1000. Both matter only after contact.
 *
 * <p>Bodies come from {@link #addBody} and stay to the end. Collisions are of edges (terrain) with
 * polygons (bodies). Not thread-safe; N worlds may be stepped by N threads and give the same bits.
 */
public final class PhysicsWorld extends World {

  static {
    Settings.SINCOS_LUT_ENABLED = false;
    Settings.FAST_ATAN2 = false;
  }

  private final FlatBroadPhase broadPhase;
  private final List<Body> bodies = new ArrayList<>();
  private final List<RevoluteJoint> joints = new ArrayList<>();
  private final Touches touches = new Touches();
  private float lastStep;

  /**
   * An empty world.
   *
   * @param gravity vertical acceleration, upwards positive, in m/s²
   */
  public PhysicsWorld(float gravity) {
    this(new Vec2(0, gravity), new FlatBroadPhase());
  }

  private PhysicsWorld(Vec2 gravity, FlatBroadPhase broadPhase) {
    super(gravity, new ContactPool(), broadPhase);
    this.broadPhase = broadPhase;
    setContactListener(touches);
  }

  /**
   * A copy that continues alike, bit for bit, and shares nothing that changes: contacts, the
   * impulses that the solver starts from, sleep timers and forces not yet applied included. Costs
   * about as much as building the world anew.
   */
  public PhysicsWorld(PhysicsWorld other) {
    this(other.getGravity(), new FlatBroadPhase());
    if (other.lastStep > 0) {
      // The only way to tell a world how long its last step was, which scales warm starting.
      step(other.lastStep, 0, 0);
    }
    Map<Fixture, Fixture> fixtures = new IdentityHashMap<>();
    for (Body body : other.bodies) {
      addTwin(body, fixtures);
    }
    for (RevoluteJoint joint : other.joints) {
      addTwin(joint, other.bodies);
    }
    takeBroadPhase(other.broadPhase);
    List<Contact> contacts = new ArrayList<>();
    for (Contact c = other.getContactList(); c != null; c = c.getNext()) {
      contacts.add(c);
    }
    for (int i = contacts.size() - 1; i >= 0; i--) {
      addTwin(contacts.get(i), fixtures);
    }
    // Last, because contacts and joints wake bodies.
    for (int i = 0; i < bodies.size(); i++) {
      takeMotion(bodies.get(i), other.bodies.get(i));
    }
    touches.take(other.touches);
    m_flags = other.m_flags;
  }

  /**
   * Adds a body with its fixtures, whose mass is computed as Box2D does.
   *
   * @return the body; bodies are numbered in the order they are added, and the number is its user
   *     data
   */
  public Body addBody(BodyDef definition, FixtureDef... fixtures) {
    Body body = createBody(definition);
    body.setUserData(bodies.size());
    for (FixtureDef fixture : fixtures) {
      body.createFixture(fixture);
    }
    if (body.getType() == BodyType.DYNAMIC) {
      body.setMassData(PolygonMass.of(body));
    }
    bodies.add(body);
    return body;
  }

  /** Adds a hinge between two bodies of this world. */
  public RevoluteJoint addJoint(RevoluteJointDef definition) {
    RevoluteJoint joint = (RevoluteJoint) createJoint(definition);
    joints.add(joint);
    return joint;
  }

  /** The body added as number {@code index}, counted from 0. */
  public Body body(int index) {
    return bodies.get(index);
  }

  /** The joint added as number {@code index}, counted from 0. */
  public RevoluteJoint joint(int index) {
    return joints.get(index);
  }

  /** Whether a body touches another: a contact began and none has ended since. */
  public boolean touches(int body) {
    return touches.touches(body);
  }

  /** Whether a body has ever touched another. */
  public boolean hasTouched(int body) {
    return touches.hasTouched(body);
  }

  @Override
  public void step(float seconds, int velocityIterations, int positionIterations) {
    super.step(seconds, velocityIterations, positionIterations);
    lastStep = seconds;
  }

  private void addTwin(Body original, Map<Fixture, Fixture> fixtures) {
    BodyDef definition = new BodyDef();
    definition.type = original.getType();
    definition.userData = original.getUserData();
    definition.position.set(original.getPosition());
    definition.linearDamping = original.m_linearDamping;
    definition.angularDamping = original.m_angularDamping;
    definition.gravityScale = original.m_gravityScale;
    Body twin = createBody(definition);
    bodies.add(twin);
    List<Fixture> newestFirst = new ArrayList<>(original.m_fixtureCount);
    for (Fixture f = original.getFixtureList(); f != null; f = f.getNext()) {
      newestFirst.add(f);
    }
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      Fixture fixture = newestFirst.get(i);
      FixtureDef parts = new FixtureDef();
      parts.shape = fixture.getShape();
      parts.userData = fixture.getUserData();
      parts.friction = fixture.getFriction();
      parts.restitution = fixture.getRestitution();
      parts.isSensor = fixture.isSensor();
      parts.filter.set(fixture.getFilterData());
      // Without density no mass is computed, which takeMotion copies.
      Fixture copy = twin.createFixture(parts);
      copy.setDensity(fixture.getDensity());
      fixtures.put(fixture, copy);
    }
  }

  private void addTwin(RevoluteJoint original, List<Body> originalBodies) {
    RevoluteJointDef definition = new RevoluteJointDef();
    definition.bodyA = bodies.get(originalBodies.indexOf(original.getBodyA()));
    definition.bodyB = bodies.get(originalBodies.indexOf(original.getBodyB()));
    definition.collideConnected = original.getCollideConnected();
    definition.userData = original.getUserData();
    definition.localAnchorA.set(original.getLocalAnchorA());
    definition.localAnchorB.set(original.getLocalAnchorB());
    definition.referenceAngle = original.getReferenceAngle();
    definition.enableLimit = original.isLimitEnabled();
    definition.lowerAngle = original.getLowerLimit();
    definition.upperAngle = original.getUpperLimit();
    definition.enableMotor = original.isMotorEnabled();
    definition.motorSpeed = original.getMotorSpeed();
    definition.maxMotorTorque = original.getMaxMotorTorque();
    JointMemory.copy(original, addJoint(definition));
  }

  private void takeBroadPhase(FlatBroadPhase original) {
    // Forgets which boxes are new: their pairs are the original's contacts, which come next.
    broadPhase.silence(true);
    m_contactManager.m_broadPhase.updatePairs((a, b) -> {});
    broadPhase.silence(false);
    broadPhase.takeBoxes(original);
  }

  private void addTwin(Contact original, Map<Fixture, Fixture> fixtures) {
    Fixture fixtureA = fixtures.get(original.getFixtureA());
    Fixture fixtureB = fixtures.get(original.getFixtureB());
    if (fixtureA == null || fixtureB == null) {
      throw new IllegalStateException(
          "a contact is of bodies that were not added by addBody, and cannot be copied");
    }
    m_contactManager.addPair(
        fixtureA.m_proxies[original.getChildIndexA()],
        fixtureB.m_proxies[original.getChildIndexB()]);
    Contact twin = m_contactManager.m_contactList;
    twin.m_flags = original.m_flags;
    twin.m_manifold.set(original.m_manifold);
    twin.m_toi = original.m_toi;
    twin.m_toiCount = original.m_toiCount;
    twin.m_friction = original.m_friction;
    twin.m_restitution = original.m_restitution;
    twin.m_tangentSpeed = original.m_tangentSpeed;
  }

  private static void takeMotion(Body body, Body original) {
    body.m_flags = original.m_flags;
    body.m_xf.set(original.m_xf);
    body.m_sweep.set(original.m_sweep);
    body.m_sweep.alpha0 = original.m_sweep.alpha0;
    body.m_linearVelocity.set(original.m_linearVelocity);
    body.m_angularVelocity = original.m_angularVelocity;
    body.m_force.set(original.m_force);
    body.m_torque = original.m_torque;
    body.m_mass = original.m_mass;
    body.m_invMass = original.m_invMass;
    body.m_I = original.m_I;
    body.m_invI = original.m_invI;
    body.m_sleepTime = original.m_sleepTime;
  }

  /** A convex polygon with corners x, y, x, y, …, at most 8 of them, in m. */
  public static PolygonShape polygon(double... corners) {
    Vec2[] points = new Vec2[corners.length / 2];
    for (int i = 0; i < points.length; i++) {
      points[i] = new Vec2((float) corners[2 * i], (float) corners[2 * i + 1]);
    }
    PolygonShape shape = new PolygonShape();
    shape.set(points, points.length);
    return shape;
  }
}
