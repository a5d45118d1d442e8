package io.muzero.games.box2d;

import org.jbox2d.common.Settings;
import org.jbox2d.dynamics.World;
import org.jbox2d.dynamics.contacts.Contact;
import org.jbox2d.pooling.IDynamicStack;
import org.jbox2d.pooling.normal.DefaultWorldPool;
import org.jbox2d.pooling.normal.MutableStack;

/** JBox2D's pool of temporaries, with {@link EdgePolygonContact} between edges and polygons. */
final class ContactPool extends DefaultWorldPool {
  private final MutableStack<Contact> edgePolygonContacts =
      new MutableStack<Contact>(Settings.CONTACT_STACK_INIT_SIZE) {
        @Override
        protected Contact newInstance() {
          return new EdgePolygonContact(ContactPool.this);
        }
      };

  ContactPool() {
    super(World.WORLD_POOL_SIZE, World.WORLD_POOL_CONTAINER_SIZE);
  }

  @Override
  public IDynamicStack<Contact> getEdgePolyContactStack() {
    return edgePolygonContacts;
  }
}
