package dev.hearth.messaging.topics.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.delivery.RetryPhases.Backoff;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How messages go to an HTTP endpoint: when they are tried again, how many a second, and as what.
///
/// Source: Amazon SNS Developer Guide, "Amazon SNS message delivery retries", with its limits.
///
/// @param mostPerSecond of one subscription; 0 for as many as there are
/// @param contentType of the requests
public record DeliveryPolicy(RetryPhases retries, int mostPerSecond, String contentType) {
  /// What holds where nobody said otherwise.
  public static final DeliveryPolicy DEFAULT =
      new DeliveryPolicy(
          new RetryPhases(20, 20, 3, 0, 0, 0, Backoff.LINEAR), 0, "text/plain; charset=UTF-8");

  private static final int LONGEST_POLICY_SECONDS = 3_600;
  private static final Set<String> CONTENT_TYPES =
      Set.of(
          "application/atom+xml",
          "application/json",
          "application/octet-stream",
          "application/soap+xml",
          "application/x-www-form-urlencoded",
          "application/xhtml+xml",
          "application/xml",
          "text/css",
          "text/csv",
          "text/html",
          "text/plain",
          "text/xml");
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /// The policy of a subscription, for which its topic's stands in.
  ///
  /// @param ofTopic what the topic says; null for nothing
  /// @param ofSubscription what the subscription says; null for nothing
  public static DeliveryPolicy effective(
      @Nullable String ofTopic, @Nullable String ofSubscription) {
    var http = ofTopic == null ? JsonNodeFactory.instance.objectNode() : read(ofTopic).path("http");
    var base =
        over(
            DEFAULT,
            http.path("defaultHealthyRetryPolicy"),
            http.path("defaultThrottlePolicy"),
            http.path("defaultRequestPolicy"));
    if (ofSubscription == null || http.path("disableSubscriptionOverrides").asBoolean()) {
      return base;
    }
    var own = read(ofSubscription);
    return over(
        base,
        own.path("healthyRetryPolicy"),
        own.path("throttlePolicy"),
        own.path("requestPolicy"));
  }

  /// Returns when a topic may say so.
  ///
  /// @throws ServiceException `InvalidParameter`
  public static void checkTopic(String policy) {
    var http = read(policy).path("http");
    if (!http.isObject()) {
      throw invalid("http must be specified");
    }
    known(
        http,
        Set.of(
            "defaultHealthyRetryPolicy",
            "disableSubscriptionOverrides",
            "defaultThrottlePolicy",
            "defaultRequestPolicy",
            "defaultSicklyRetryPolicy"));
    effective(policy, null).check();
  }

  /// Returns when a subscription may say so.
  ///
  /// @throws ServiceException `InvalidParameter`
  public static void checkSubscription(String policy) {
    known(
        read(policy),
        Set.of(
            "healthyRetryPolicy",
            "throttlePolicy",
            "requestPolicy",
            "sicklyRetryPolicy",
            "guaranteed"));
    effective(null, policy).check();
  }

  private static DeliveryPolicy over(
      DeliveryPolicy base, JsonNode retry, JsonNode throttle, JsonNode request) {
    var phases = retry.isObject() ? phases(retry) : base.retries;
    int rate =
        throttle.hasNonNull("maxReceivesPerSecond")
            ? number(throttle, "maxReceivesPerSecond", 0)
            : base.mostPerSecond;
    var type = request.path("headerContentType").asText(base.contentType);
    return new DeliveryPolicy(phases, rate, type);
  }

  private static RetryPhases phases(JsonNode json) {
    known(
        json,
        Set.of(
            "minDelayTarget",
            "maxDelayTarget",
            "numRetries",
            "numNoDelayRetries",
            "numMinDelayRetries",
            "numMaxDelayRetries",
            "backoffFunction"));
    var usual = DEFAULT.retries;
    var backoff = json.path("backoffFunction").asText("linear");
    return new RetryPhases(
        number(json, "minDelayTarget", usual.minDelaySeconds()),
        number(json, "maxDelayTarget", usual.maxDelaySeconds()),
        number(json, "numRetries", usual.retries()),
        number(json, "numNoDelayRetries", 0),
        number(json, "numMinDelayRetries", 0),
        number(json, "numMaxDelayRetries", 0),
        Backoff.named(backoff)
            .orElseThrow(
                () ->
                    invalid(
                        "backoffFunction must be linear, arithmetic, geometric or exponential")));
  }

  private static int number(JsonNode json, String name, int otherwise) {
    var value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw invalid(name + " must be an integer");
    }
    return value.intValue();
  }

  private void check() {
    require(retries.minDelaySeconds() >= 1, "minDelayTarget must be at least 1");
    require(
        retries.maxDelaySeconds() >= retries.minDelaySeconds(),
        "maxDelayTarget must be greater than or equal to minDelayTarget");
    require(
        retries.maxDelaySeconds() <= LONGEST_POLICY_SECONDS,
        "maxDelayTarget must be less than or equal to 3600");
    require(
        retries.retries() >= 0 && retries.retries() <= 100, "numRetries must be between 0 and 100");
    require(
        Math.min(retries.noDelay(), Math.min(retries.minDelay(), retries.maxDelay())) >= 0,
        "numNoDelayRetries, numMinDelayRetries and numMaxDelayRetries must not be negative");
    require(
        (long) retries.noDelay() + retries.minDelay() + retries.maxDelay() <= retries.retries(),
        "numRetries must be greater than or equal to the sum of numNoDelayRetries,"
            + " numMinDelayRetries and numMaxDelayRetries");
    require(
        retries.totalSeconds() <= LONGEST_POLICY_SECONDS,
        "The total policy retry time must be less than or equal to 3600 seconds");
    require(mostPerSecond >= 0, "maxReceivesPerSecond must be at least 1");
    var media = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    require(
        CONTENT_TYPES.contains(media) && contentType.chars().allMatch(c -> c >= ' ' && c < 127),
        "headerContentType: unsupported content type");
  }

  private static void require(boolean holds, String why) {
    if (!holds) {
      throw invalid(why);
    }
  }

  private static void known(JsonNode json, Set<String> names) {
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                throw invalid("Unexpected JSON member: " + name);
              }
            });
  }

  private static JsonNode read(String policy) {
    try {
      var json = JSON.readTree(policy);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException _) {
      // told below
    }
    throw invalid("The policy must be a JSON object");
  }

  private static ServiceException invalid(String why) {
    return Refusals.invalid("DeliveryPolicy: " + why);
  }

  /// As `EffectiveDeliveryPolicy` of a subscription tells it.
  public String forSubscription() {
    return members("healthyRetryPolicy", "throttlePolicy", "requestPolicy").toString();
  }

  /// As `EffectiveDeliveryPolicy` of a topic tells it.
  public String forTopic(@Nullable String ofTopic) {
    var http =
        members("defaultHealthyRetryPolicy", "defaultThrottlePolicy", "defaultRequestPolicy");
    var disabled =
        Optional.ofNullable(ofTopic)
            .map(policy -> read(policy).path("http").path("disableSubscriptionOverrides"))
            .map(JsonNode::asBoolean)
            .orElse(false);
    http.put("disableSubscriptionOverrides", disabled);
    var all = JsonNodeFactory.instance.objectNode();
    all.set("http", http);
    return all.toString();
  }

  private ObjectNode members(String retryName, String throttleName, String requestName) {
    var json = JsonNodeFactory.instance.objectNode();
    json.putObject(retryName)
        .put("minDelayTarget", retries.minDelaySeconds())
        .put("maxDelayTarget", retries.maxDelaySeconds())
        .put("numRetries", retries.retries())
        .put("numMaxDelayRetries", retries.maxDelay())
        .put("numNoDelayRetries", retries.noDelay())
        .put("numMinDelayRetries", retries.minDelay())
        .put("backoffFunction", retries.backoff().word());
    if (mostPerSecond > 0) {
      json.putObject(throttleName).put("maxReceivesPerSecond", mostPerSecond);
    }
    json.putObject(requestName).put("headerContentType", contentType);
    return json;
  }
}
