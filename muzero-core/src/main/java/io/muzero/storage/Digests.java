package io.muzero.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Checksums for checkpoints. */
final class Digests {
  private Digests() {}

  /** SHA-256, which every Java platform has. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
