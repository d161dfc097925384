package dev.hearth.functions.catalogue;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes Lambda's `RevisionId`s: random (version 4) UUIDs.
public record Revisions(RandomGenerator random) {
  public String next() {
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    long low = (random.nextLong() & ~(3L << 62)) | (2L << 62);
    return new UUID(high, low).toString();
  }
}
