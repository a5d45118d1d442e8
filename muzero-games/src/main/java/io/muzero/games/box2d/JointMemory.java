package io.muzero.games.box2d;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jbox2d.common.Vec3;
import org.jbox2d.dynamics.joints.LimitState;
import org.jbox2d.dynamics.joints.RevoluteJoint;

/**
 * What a hinge remembers from one step to the next: the impulses from which the solver starts
 * again, and the limit it rests on. JBox2D keeps them private.
 */
final class JointMemory {
  private static final VarHandle IMPULSE = field("m_impulse", Vec3.class);
  private static final VarHandle MOTOR_IMPULSE = field("m_motorImpulse", float.class);
  private static final VarHandle LIMIT_STATE = field("m_limitState", LimitState.class);

  private JointMemory() {}

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(RevoluteJoint.class, MethodHandles.lookup())
          .findVarHandle(RevoluteJoint.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "JBox2D's RevoluteJoint has no field " + name + ": version 2.2.1.1 is needed", e);
    }
  }

  /** Lets a hinge remember what another one does. */
  static void copy(RevoluteJoint from, RevoluteJoint to) {
    ((Vec3) IMPULSE.get(to)).set((Vec3) IMPULSE.get(from));
    MOTOR_IMPULSE.set(to, (float) MOTOR_IMPULSE.get(from));
    LIMIT_STATE.set(to, (LimitState) LIMIT_STATE.get(from));
  }
}
