package dev.hearth.messaging.topics.delivery;

import dev.hearth.messaging.topics.SubscriptionArn;
import dev.hearth.messaging.topics.TopicArn;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.http.HttpRoute;
import java.net.URI;

/// The links in what topics send. They name the address that Hearth's owner chose, never the one
/// that a publisher reached it by: that would let a publisher say where certificates come from.
///
/// @param base how endpoints reach Hearth
public record Links(URI base, SigningKey key) {
  /// Links name the version of SNS's API, as AWS's do not: its host names tell the service.
  private static final String VERSION = "&Version=2010-03-31";

  /// Serves the certificate, to anybody.
  public HttpRoute certificateRoute() {
    return new HttpRoute(
        request ->
            request.method().equals("GET")
                && request.rawPath().startsWith(SigningKey.PREFIX)
                && request.rawPath().equals(key.certificatePath()),
        _ ->
            HttpResponse.of(
                200, HttpHeaders.of("Content-Type", "application/x-pem-file"), key.certificate()));
  }

  String certificate() {
    return base.resolve("/").resolve(key.certificatePath()).toString();
  }

  String subscribe(TopicArn topic, String token) {
    return base.resolve("/")
        + "?Action=ConfirmSubscription&TopicArn="
        + topic
        + "&Token="
        + token
        + VERSION;
  }

  String unsubscribe(SubscriptionArn subscription) {
    return base.resolve("/") + "?Action=Unsubscribe&SubscriptionArn=" + subscription + VERSION;
  }
}
