package dev.hearth.javaruntime;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.OutputStream;

/// A function, of whatever kind.
@FunctionalInterface
interface Handler {
  /// @param event JSON
  /// @param answer takes what the function answers
  /// @throws Throwable whatever the function threw
  void handle(byte[] event, Context context, OutputStream answer) throws Throwable;
}
