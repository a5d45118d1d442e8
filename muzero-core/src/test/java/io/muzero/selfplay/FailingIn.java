package io.muzero.selfplay;

import io.muzero.environment.AlteredPile;

/** The fault of a game one of whose methods throws. */
record FailingIn(String failing) implements AlteredPile.Fault {
  @Override
  public void called(String method, boolean copied) {
    if (method.equals(failing)) {
      throw new IllegalStateException(method + " fails");
    }
  }
}
