package dev.hearth.server;

import java.util.UUID;

/// What requests are told from each other by.
final class RequestIds {
  private RequestIds() {}

  /// Another one each time, in AWS's form.
  static String next() {
    return UUID.randomUUID().toString();
  }
}
