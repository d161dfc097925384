package dev.hearth.sandbox.wasm.guest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Chance for one guest: SHA-256 of a secret seed and a counter, so that the guest's thread does
/// not enter the generator that the server shares.
public final class GuestRandom {
  public static final int SEED_BYTES = 32;

  private final byte[] seed;
  private final MessageDigest hash;
  private long counter;

  /// @param seed of [#SEED_BYTES], from a generator fit for keys
  public GuestRandom(byte[] seed) {
    this.seed = seed.clone();
    try {
      this.hash = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /// The next 32 bytes.
  byte[] next() {
    hash.update(seed);
    hash.update(ByteBuffer.allocate(Long.BYTES).putLong(counter++).array());
    return hash.digest();
  }
}
