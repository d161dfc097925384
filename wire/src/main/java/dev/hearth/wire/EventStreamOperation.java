package dev.hearth.wire;

import java.io.IOException;
import software.amazon.awssdk.core.SdkPojo;

/// An operation that answers with events, each on the wire as soon as it is sent, such as
/// `logs:StartLiveTail` or `lambda:InvokeWithResponseStream`.
///
/// @param <I> the SDK's request class
/// @param <O> the SDK's response class, which has no member for the events
/// @param <E> the SDK's interface of the events, such as `StartLiveTailResponseStream`
public non-sealed interface EventStreamOperation<
        I extends SdkPojo, O extends SdkPojo, E extends SdkPojo>
    extends ServiceOperation<I> {
  /// What the client gets.
  ///
  /// @param output the members beside the events
  record EventStream<O, E>(O output, Events<E> events) {}

  /// Where events come from.
  @FunctionalInterface
  interface Events<E> {
    /// Sends every event and returns; the stream ends then.
    ///
    /// @throws dev.hearth.kernel.ServiceException to end the stream with an exception event
    /// @throws IOException from `client` when it has gone
    void sendTo(Client<E> client) throws IOException;
  }

  /// Whom events go to.
  @FunctionalInterface
  interface Client<E> {
    /// Puts `event` on the wire at once; it blocks while the client reads slowly.
    void send(E event) throws IOException;
  }

  /// @throws dev.hearth.kernel.ServiceException as the operation refuses before the first event
  EventStream<O, E> run(I input, Call call);
}
