package dev.hearth.secrets.parameters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.kernel.ServiceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The policies of a parameter of the advanced tier. Source: Systems Manager User Guide, "Assigning
/// parameter policies".
///
/// @param items in their order
public record ParameterPolicies(List<Item> items) {
  public static final ParameterPolicies NONE = new ParameterPolicies(List.of());

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int MOST = 10;
  private static final Set<String> UNITS = Set.of("Days", "Hours");

  /// One policy.
  ///
  /// @param type such as `Expiration`
  /// @param text its JSON
  /// @param expiration of an `Expiration`; null of others
  public record Item(String type, String text, @Nullable Instant expiration) {}

  /// Reads what a request or a column has: a JSON array; `{}` and `[{}]` are none.
  ///
  /// @throws ServiceException in Parameter Store's words
  public static ParameterPolicies parse(String text) {
    var items = new ArrayList<Item>();
    for (var policy : array(text)) {
      if (!policy.isEmpty()) {
        items.add(item(policy));
      }
    }
    if (items.size() > MOST) {
      throw ParameterRefusals.of(
          "PoliciesLimitExceededException",
          "You specified more than the maximum number of allowed policies for the parameter. The"
              + " maximum is 10.");
    }
    checkTogether(items);
    return new ParameterPolicies(List.copyOf(items));
  }

  private static JsonNode array(String text) {
    try {
      var read = JSON.readTree(text);
      if (read.isArray() || (read.isObject() && read.isEmpty())) {
        return read;
      }
    } catch (JsonProcessingException _) {
      // told below
    }
    throw attribute("Policies: a JSON array of policies is expected.");
  }

  private static Item item(JsonNode policy) {
    var type = policy.path("Type").asText();
    var attributes = policy.path("Attributes");
    if (!policy.path("Version").asText().equals("1.0")) {
      throw attribute("Version: 1.0 is expected.");
    }
    Instant expiration = null;
    switch (type) {
      case "Expiration" -> expiration = timestamp(attributes.path("Timestamp").asText());
      case "ExpirationNotification" -> checkSpan(attributes, "Before");
      case "NoChangeNotification" -> checkSpan(attributes, "After");
      default ->
          throw ParameterRefusals.of(
              "InvalidPolicyTypeException",
              "The policy type is not supported. Parameter Store supports the following policy"
                  + " types: Expiration, ExpirationNotification, and NoChangeNotification.");
    }
    return new Item(type, policy.toString(), expiration);
  }

  private static Instant timestamp(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      throw attribute("Timestamp: a time such as 2030-12-02T21:34:33.000Z is expected.");
    }
  }

  private static void checkSpan(JsonNode attributes, String name) {
    int span = attributes.path(name).asInt(); // given as text or as a number
    if (span < 1 || !UNITS.contains(attributes.path("Unit").asText())) {
      throw attribute(name + ": a number is expected, and as its Unit Days or Hours.");
    }
  }

  private static ServiceException attribute(String message) {
    return ParameterRefusals.of("InvalidPolicyAttributeException", message);
  }

  private static void checkTogether(List<Item> items) {
    var types = new HashSet<String>();
    boolean twice =
        items.stream().anyMatch(item -> item.expiration() != null && !types.add(item.type()));
    boolean alone =
        types.isEmpty()
            && items.stream().anyMatch(item -> item.type().equals("ExpirationNotification"));
    if (twice || alone) {
      throw ParameterRefusals.of(
          "IncompatiblePolicyException",
          "There is a conflict in the policies specified for this parameter: one Expiration policy"
              + " at most, and an ExpirationNotification only with it.");
    }
  }

  /// When the parameter goes; null for never.
  public @Nullable Instant expiration() {
    return items.stream().map(Item::expiration).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /// What [#parse] reads.
  public String text() {
    return items.stream().map(Item::text).collect(Collectors.joining(",", "[", "]"));
  }
}
