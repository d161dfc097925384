package dev.hearth.messaging.topics;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Asks whether a resource's policy lets SNS use it on behalf of a topic.
public final class ServiceAccess {
  private static final String SNS = "sns.amazonaws.com";

  private final Authorization authorization;
  private final URI endpoint;
  private final Supplier<String> requestIds;
  private final InstantSource clock;

  /// @param endpoint Hearth's own address
  /// @param requestIds UUIDs
  public ServiceAccess(
      Authorization authorization, URI endpoint, Supplier<String> requestIds, InstantSource clock) {
    this.authorization = authorization;
    this.endpoint = endpoint;
    this.requestIds = requestIds;
    this.clock = clock;
  }

  /// @param action such as `sqs:SendMessage`
  /// @param topic told as `aws:SourceArn` and `aws:SourceAccount`
  public boolean may(String action, Arn resource, TopicArn topic) {
    var account = topic.account().digits();
    var need =
        new Access.Need(
            action,
            resource.toString(),
            Map.of(
                "aws:SourceArn", List.of(topic.toString()),
                "aws:SourceAccount", List.of(account)));
    int colon = action.indexOf(':');
    var call =
        new Call(
            requestIds.get(),
            action.substring(0, colon),
            action.substring(colon + 1),
            Region.isValid(resource.region()) ? new Region(resource.region()) : topic.region(),
            new Caller(topic.account(), SNS, SNS, null, Map.of()),
            endpoint,
            "", // it comes from no address
            SNS,
            clock.instant());
    try {
      authorization.check(new Access(List.of(need)), call);
      return true;
    } catch (ServiceException e) {
      if (e.status() >= 500) {
        throw e; // not an answer
      }
      return false;
    }
  }
}
