package io.muzero.games.box2d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jbox2d.collision.shapes.EdgeShape;
import org.jbox2d.common.MathUtils;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.Body;
import org.jbox2d.dynamics.BodyDef;
import org.jbox2d.dynamics.BodyType;
import org.jbox2d.dynamics.FixtureDef;
import org.jbox2d.dynamics.joints.RevoluteJointDef;
import org.junit.jupiter.api.Test;

class PhysicsWorldTest {

  /** A world with ground at height 0 from −100 to 100, in pieces about the middle. */
  private static PhysicsWorld ground() {
    PhysicsWorld world = new PhysicsWorld(-10);
    double[] ends = {-100, -1, -0.4, -0.1, 0.15, 0.4, 0.8, 1.5, 3, 100};
    FixtureDef[] fixtures = new FixtureDef[ends.length - 1];
    for (int i = 0; i < fixtures.length; i++) {
      EdgeShape edge = new EdgeShape();
      edge.set(new Vec2((float) ends[i], 0), new Vec2((float) ends[i + 1], 0));
      fixtures[i] = new FixtureDef();
      fixtures[i].shape = edge;
    }
    world.addBody(new BodyDef(), fixtures);
    return world;
  }

  private static Body addBox(PhysicsWorld world, double half, double x, double y) {
    FixtureDef fixture = new FixtureDef();
    fixture.shape = PhysicsWorld.polygon(-half, -half, half, -half, half, half, -half, half);
    fixture.density = 1;
    fixture.filter.categoryBits = 2;
    fixture.filter.maskBits = 1;
    BodyDef definition = new BodyDef();
    definition.type = BodyType.DYNAMIC;
    definition.position.set((float) x, (float) y);
    return world.addBody(definition, fixture);
  }

  private static RevoluteJointDef hinge(Body a, Body b) {
    RevoluteJointDef definition = new RevoluteJointDef();
    definition.initialize(a, b, b.getPosition());
    definition.enableMotor = true;
    definition.motorSpeed = 2;
    definition.maxMotorTorque = 0.5f;
    definition.enableLimit = true;
    definition.lowerAngle = -0.5f;
    definition.upperAngle = 0.5f;
    return definition;
  }

  @Test
  void sinesAndArcusTangents_areComputedNotLookedUp() {
    assertThat(new PhysicsWorld(0).getBodyCount()).isZero();
    for (int i = -500; i <= 500; i++) {
      float angle = i * 0.0137f;
      assertThat(MathUtils.sin(angle)).isEqualTo((float) StrictMath.sin(angle));
      assertThat(MathUtils.cos(angle)).isEqualTo((float) StrictMath.cos(angle));
      assertThat(MathUtils.atan2(angle, 0.7f)).isEqualTo((float) StrictMath.atan2(angle, 0.7f));
    }
  }

  /** JBox2D alone lets the body pass through the ground here: its new contact is not enabled. */
  @Test
  void step_bodyMeetsGroundAtFullSpeedInItsFirstContact_doesNotSinkIn() {
    PhysicsWorld world = ground();
    Body box = addBox(world, 0.1, 0, 0.95);
    box.setLinearVelocity(new Vec2(0, -60));
    world.step(0.02f, 180, 60);
    assertThat(world.getContactCount()).isPositive();
    assertThat(box.getPosition().y).isCloseTo(0.1f, within(0.03f));
    assertThat(world.touches(1)).isTrue();
  }

  @Test
  void touches_bodyLandsAndIsThrownUp_isToldAndRemembered() {
    PhysicsWorld world = ground();
    Body box = addBox(world, 0.1, 0, 0.3);
    assertThat(world.touches(1)).isFalse();
    for (int i = 0; i < 50; i++) {
      world.step(0.02f, 180, 60);
    }
    assertThat(world.touches(1)).isTrue();
    box.setLinearVelocity(new Vec2(0, 8));
    for (int i = 0; i < 20; i++) {
      world.step(0.02f, 180, 60);
    }
    assertThat(world.touches(1)).isFalse();
    assertThat(world.hasTouched(1)).isTrue();
  }

  /** Copies are taken in flight, on first contact, in rolling contact and asleep. */
  @Test
  void copy_takenAtAnyStep_continuesAlikeBitForBit() {
    PhysicsWorld world = hingedPair();
    boolean slept = false;
    for (int taken = 0; taken < 300; taken++) {
      PhysicsWorld twin = new PhysicsWorld(world);
      assertSameMotion(world, twin, "just copied at step " + taken);
      PhysicsWorld reference = replay(taken);
      for (int i = 0; i < 60; i++) {
        push(twin, taken + i);
        push(reference, taken + i);
        twin.step(0.02f, 180, 60);
        reference.step(0.02f, 180, 60);
        assertSameMotion(reference, twin, "copied at step " + taken + ", " + (i + 1) + " later");
      }
      push(world, taken);
      world.step(0.02f, 180, 60);
      slept |= !world.body(1).isAwake();
      if (taken > 40) {
        // Early steps are all looked at, later ones now and then.
        for (int i = 0; i < 6 && taken + 1 < 300; i++) {
          taken++;
          push(world, taken);
          world.step(0.02f, 180, 60);
        }
      }
    }
    assertThat(slept).as("the pair came to rest").isTrue();
  }

  @Test
  void copy_withForceNotYetApplied_isPushedToo() {
    PhysicsWorld world = ground();
    Body box = addBox(world, 0.1, 0, 5);
    box.applyForceToCenter(new Vec2(1, 2));
    box.applyTorque(0.01f);
    PhysicsWorld twin = new PhysicsWorld(world);
    world.step(0.02f, 180, 60);
    twin.step(0.02f, 180, 60);
    assertThat(box.getLinearVelocity().x).isPositive();
    assertSameMotion(world, twin, "after the step");
  }

  private static PhysicsWorld hingedPair() {
    PhysicsWorld world = ground();
    Body first = addBox(world, 0.3, 0, 1.2);
    Body second = addBox(world, 0.2, 0.5, 1.3);
    world.addJoint(hinge(first, second));
    first.setLinearVelocity(new Vec2(2, -1));
    return world;
  }

  private static PhysicsWorld replay(int steps) {
    PhysicsWorld world = hingedPair();
    for (int i = 0; i < steps; i++) {
      push(world, i);
      world.step(0.02f, 180, 60);
    }
    return world;
  }

  private static void push(PhysicsWorld world, int step) {
    if (step == 30 || step == 31) {
      world.body(1).applyForceToCenter(new Vec2(-3, 20));
    }
  }

  private static void assertSameMotion(PhysicsWorld one, PhysicsWorld other, String when) {
    assertThat(other.getContactCount()).as(when).isEqualTo(one.getContactCount());
    for (int i = 0; i < one.getBodyCount(); i++) {
      assertThat(motion(other.body(i))).as("body %d, %s", i, when).isEqualTo(motion(one.body(i)));
      assertThat(other.touches(i)).as("body %d touches, %s", i, when).isEqualTo(one.touches(i));
    }
  }

  private static float[] motion(Body body) {
    return new float[] {
      body.getPosition().x,
      body.getPosition().y,
      body.getAngle(),
      body.getLinearVelocity().x,
      body.getLinearVelocity().y,
      body.getAngularVelocity(),
      body.isAwake() ? 1 : 0
    };
  }
}
