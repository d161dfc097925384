package dev.hearth.messaging.sources.registered;

import dev.hearth.messaging.mappings.QueueSource;

/// A kind of registered source whose records are acknowledged one by one. One batch of a mapping is
/// worked on at a time, so that the order stays.
public abstract class RegisteredQueue extends RegisteredKind implements QueueSource {
  /// @param scheme of the URLs of this kind, without the `s` for TLS
  protected RegisteredQueue(RegisteredSources registered, String scheme) {
    super(registered, scheme);
  }

  @Override
  public int concurrency() {
    return 1;
  }
}
