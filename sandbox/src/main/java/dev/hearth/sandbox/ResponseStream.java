package dev.hearth.sandbox;

import java.io.OutputStream;

/// Takes in a response that a function streams.
@FunctionalInterface
public interface ResponseStream {
  /// The function has begun to answer; called once, or never where it does not stream.
  ///
  /// @param contentType as the runtime names it
  /// @return where its bytes go, each piece flushed. A write may block, which slows the function
  ///   down; one that throws ends what is passed on, and not the function
  OutputStream begin(String contentType);
}
