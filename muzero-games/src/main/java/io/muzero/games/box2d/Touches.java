package io.muzero.games.box2d;

import java.util.Arrays;
import org.jbox2d.callbacks.ContactImpulse;
import org.jbox2d.callbacks.ContactListener;
import org.jbox2d.collision.Manifold;
import org.jbox2d.dynamics.Body;
import org.jbox2d.dynamics.contacts.Contact;

/**
 * Which bodies touch another one, by the numbers that are their user data.
 *
 * <p>As in Gymnasium's environments a body that touches two others at once and leaves one of them
 * counts as touching none, until it touches again.
 */
final class Touches implements ContactListener {
  private boolean[] touching = new boolean[8];
  private boolean[] touched = new boolean[8];

  /** Takes over what another one knows. */
  void take(Touches other) {
    touching = other.touching.clone();
    touched = other.touched.clone();
  }

  boolean touches(int body) {
    return body < touching.length && touching[body];
  }

  boolean hasTouched(int body) {
    return body < touched.length && touched[body];
  }

  @Override
  public void beginContact(Contact contact) {
    set(contact.getFixtureA().getBody(), true);
    set(contact.getFixtureB().getBody(), true);
  }

  @Override
  public void endContact(Contact contact) {
    set(contact.getFixtureA().getBody(), false);
    set(contact.getFixtureB().getBody(), false);
  }

  private void set(Body body, boolean touches) {
    int number = (Integer) body.getUserData();
    if (number >= touching.length) {
      touching = Arrays.copyOf(touching, 2 * number);
      touched = Arrays.copyOf(touched, 2 * number);
    }
    touching[number] = touches;
    touched[number] |= touches;
  }

  @Override
  public void preSolve(Contact contact, Manifold oldManifold) {}

  @Override
  public void postSolve(Contact contact, ContactImpulse impulse) {}
}
