package dev.hearth.cli;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// Times requests from their first byte to the head of their answer. What the SDK does before and
/// after, and how long a command line takes to load it, says nothing about a Hearth.
final class RoundTrip implements ExecutionInterceptor {
  private volatile long sent;
  private volatile long nanoseconds;

  /// Of the request that was answered last.
  long nanoseconds() {
    return nanoseconds;
  }

  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes unused) {
    sent = System.nanoTime();
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes unused) {
    nanoseconds = System.nanoTime() - sent;
  }
}
