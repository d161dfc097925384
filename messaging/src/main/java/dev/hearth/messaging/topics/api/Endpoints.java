package dev.hearth.messaging.topics.api;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.messaging.topics.PlatformArn;
import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.TopicArn;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

/// Where subscriptions may lead. Source: SNS's API reference, `Subscribe`.
final class Endpoints {
  private static final int LONGEST = 2_048;
  private static final Pattern MAIL =
      Pattern.compile("[^\\s@<>,;:\"()\\[\\]\\\\]{1,64}@[A-Za-z0-9.-]{1,255}");
  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9][0-9 ().-]{3,24}");
  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
  private static final Pattern QUEUE = Pattern.compile("[a-zA-Z0-9_-]{1,80}(\\.fifo)?");
  private static final Pattern FUNCTION =
      Pattern.compile("function:[a-zA-Z0-9_-]{1,64}(:(\\$LATEST|[a-zA-Z0-9_-]{1,128}))?");
  private static final Pattern PASSWORD = Pattern.compile("(?<=://)([^:/@]*):[^/@]*@");
  private static final Set<String> OF_ARNS = Set.of("sqs", "lambda", "application");

  private Endpoints() {}

  /// Whether the endpoints of a protocol belong to an account.
  static boolean haveAccounts(String protocol) {
    return OF_ARNS.contains(protocol);
  }

  /// Whether a telephone number is written as E.164 has it.
  static boolean isNumber(String text) {
    return E164.matcher(text).matches();
  }

  /// Returns when a topic can have such a subscription.
  ///
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameter`
  static void check(TopicArn topic, String protocol, String endpoint) {
    if (endpoint.isEmpty() || endpoint.length() > LONGEST) {
      throw Refusals.invalid("Endpoint");
    }
    switch (protocol) {
      case "http", "https" -> url(protocol, endpoint);
      case "email", "email-json" -> require(MAIL, endpoint, "Email address");
      case "sms" -> require(NUMBER, endpoint, "Invalid SMS endpoint: " + endpoint);
      case "sqs" -> queue(topic, endpoint);
      case "lambda" -> {
        var arn = arn(endpoint, "lambda", "Lambda endpoint ARN");
        require(FUNCTION, arn.resource(), "Lambda endpoint ARN");
        sameRegion(topic, arn);
      }
      case "application" -> {
        if (PlatformArn.find(endpoint).filter(PlatformArn::isEndpoint).isEmpty()) {
          throw Refusals.invalid("Application endpoint arn invalid:" + endpoint);
        }
      }
      case "firehose" -> throw Refusals.invalid("Protocol Reason: Hearth does not have Firehose");
      default ->
          throw Refusals.invalid("Amazon SNS does not support this protocol string: " + protocol);
    }
    if (topic.isFifo() && !protocol.equals("sqs")) {
      throw Refusals.invalid(
          "Invalid protocol type: " + protocol + " for FIFO topic, only sqs is supported");
    }
  }

  private static void url(String protocol, String endpoint) {
    try {
      var url = new URI(endpoint);
      if (protocol.equalsIgnoreCase(url.getScheme())
          && url.getHost() != null
          && url.getRawFragment() == null
          && url.getPort() <= 65_535) {
        return;
      }
    } catch (URISyntaxException _) {
      // told below
    }
    throw Refusals.invalid("Endpoint must match the specified protocol");
  }

  private static void queue(TopicArn topic, String endpoint) {
    var arn = arn(endpoint, "sqs", "SQS endpoint ARN");
    require(QUEUE, arn.resource(), "SQS endpoint ARN");
    sameRegion(topic, arn);
    if (arn.resource().endsWith(".fifo") && !topic.isFifo()) {
      throw Refusals.invalid(
          "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard"
              + " SNS topics");
    }
  }

  private static Arn arn(String text, String service, String what) {
    return Arn.parse(text)
        .filter(
            arn ->
                arn.partition().equals("aws")
                    && arn.service().equals(service)
                    && AccountId.isValid(arn.account()))
        .orElseThrow(() -> Refusals.invalid(what));
  }

  /// AWS delivers across its own regions; each of Hearth's stands alone.
  private static void sameRegion(TopicArn topic, Arn endpoint) {
    if (!endpoint.region().equals(topic.region().name())) {
      throw Refusals.invalid("Endpoint Reason: The endpoint is not in the region of the topic");
    }
  }

  private static void require(Pattern pattern, String text, String what) {
    if (!pattern.matcher(text).matches()) {
      throw Refusals.invalid(what);
    }
  }

  /// An endpoint as everybody may see it: a URL's password is hidden.
  static String shown(String endpoint) {
    return PASSWORD.matcher(endpoint).replaceFirst("$1:****@");
  }
}
