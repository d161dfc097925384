package dev.hearth.messaging.topics.delivery;

import dev.hearth.invocation.async.Receipt;
import dev.hearth.messaging.topics.delivery.AddressGuard.ForbiddenAddress;
import dev.hearth.messaging.topics.store.Subscription;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/// Posts to HTTP and HTTPS endpoints. Redirects are not followed, and count as refusals.
///
/// Source: Amazon SNS Developer Guide, "Fanout to HTTP/S endpoints".
public final class HttpEndpoint implements Endpoint, AutoCloseable {
  /// How long SNS waits for an answer.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final AddressGuard guard;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("topic-post-watch").factory());
  private final HttpPost post;

  /// @param privateToo whether endpoints may be on addresses that are not public
  public HttpEndpoint(boolean privateToo) {
    this(privateToo, PATIENCE);
  }

  HttpEndpoint(boolean privateToo, Duration patience) {
    guard = new AddressGuard(privateToo);
    post = new HttpPost(patience, watch);
  }

  @Override
  public RetryPhases retries(DeliveryPolicy policy) {
    return policy.retries();
  }

  @Override
  public Receipt send(Subscription subscription, Parcel parcel, DeliveryPolicy policy) {
    try {
      var url = URI.create(subscription.endpoint());
      int status =
          post.send(
              url,
              guard.resolve(url.getHost()),
              headers(url, subscription, parcel, policy),
              parcel.body().getBytes(StandardCharsets.UTF_8));
      return receipt(status);
    } catch (ForbiddenAddress e) {
      return new Receipt.Refused(String.valueOf(e.getMessage()));
    } catch (UnknownHostException e) {
      return new Receipt.Unavailable("The endpoint's host is not known: " + e.getMessage());
    } catch (IOException e) {
      return new Receipt.Unavailable("The endpoint did not answer: " + e.getMessage());
    }
  }

  private static Receipt receipt(int status) {
    if (status >= 200 && status < 300) {
      return new Receipt.Delivered();
    }
    var why = "The endpoint answered " + status;
    return status == 429 || status >= 500 ? new Receipt.Unavailable(why) : new Receipt.Refused(why);
  }

  private static Map<String, String> headers(
      URI url, Subscription subscription, Parcel parcel, DeliveryPolicy policy) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("x-amz-sns-message-type", parcel.kind().type());
    headers.put("x-amz-sns-message-id", parcel.messageId());
    headers.put("x-amz-sns-topic-arn", subscription.arn().topic().toString());
    if (parcel.kind() != Kind.SUBSCRIBE) {
      headers.put("x-amz-sns-subscription-arn", parcel.subscription());
    }
    if (parcel.raw()) {
      headers.put("x-amz-sns-rawdelivery", "true");
    }
    if (url.getUserInfo() != null) {
      var user = url.getUserInfo().getBytes(StandardCharsets.UTF_8);
      headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
    }
    headers.put("Content-Type", policy.contentType());
    headers.put("User-Agent", "Amazon Simple Notification Service Agent");
    return headers;
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
