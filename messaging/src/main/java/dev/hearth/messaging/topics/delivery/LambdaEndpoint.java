package dev.hearth.messaging.topics.delivery;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.Functions;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.async.Receipt;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.topics.ServiceAccess;
import dev.hearth.messaging.topics.store.Subscription;
import java.util.function.Supplier;

/// Invokes functions, asynchronously as SNS does, where their resource policies let it.
public final class LambdaEndpoint implements Endpoint {
  private final Functions functions;
  private final Invocations invocations;
  private final ServiceAccess access;
  private final Supplier<String> requestIds;

  /// @param requestIds UUIDs
  public LambdaEndpoint(
      Functions functions,
      Invocations invocations,
      ServiceAccess access,
      Supplier<String> requestIds) {
    this.functions = functions;
    this.invocations = invocations;
    this.access = access;
    this.requestIds = requestIds;
  }

  /// Takes in asynchronous events.
  @FunctionalInterface
  public interface Invocations {
    /// The event is durable when this returns.
    void accept(FunctionReference function, Event event);
  }

  @Override
  public RetryPhases retries(DeliveryPolicy policy) {
    return RetryPhases.MANAGED;
  }

  @Override
  public Receipt send(Subscription subscription, Parcel parcel, DeliveryPolicy policy) {
    var topic = subscription.arn().topic();
    var arn = Arn.parse(subscription.endpoint()).orElseThrow();
    try {
      if (!access.may("lambda:InvokeFunction", arn, topic)) {
        return new Receipt.Refused(
            "The resource policy of %s does not let sns.amazonaws.com invoke it for %s"
                .formatted(arn, topic));
      }
      var function = FunctionReference.parse(topic.account(), topic.region(), arn.toString(), null);
      functions.resolve(
          function.account(), function.region(), function.name(), function.qualifier());
      invocations.accept(
          function,
          new Event(
              requestIds.get(), function.arn(), Payload.of(parcel.body()), null, parcel.traceId()));
      return new Receipt.Delivered();
    } catch (ServiceException e) {
      var why = e.code() + ": " + e.getMessage();
      return e.status() >= 500 || e.status() == 429
          ? new Receipt.Unavailable(why)
          : new Receipt.Refused(why);
    }
  }
}
