package dev.hearth.secrets.secrets.api;

import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.PageToken;
import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.wire.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

/// What requests have in common.
final class SecretInput {
  private static final int MOST_TAGS = 50;
  private static final int MOST_POLICY_CHARS = 20_480;

  private SecretInput() {}

  static String token(@Nullable String token, Call call) {
    return Objects.requireNonNullElse(token, call.requestId());
  }

  static Map<String, String> tags(List<Tag> tags) {
    var map = new TreeMap<String, String>();
    tags.forEach(tag -> map.put(tag.key(), Objects.requireNonNullElse(tag.value(), "")));
    return map;
  }

  static Map<String, String> checked(Map<String, String> tags) {
    if (tags.size() > MOST_TAGS || tags.keySet().stream().anyMatch(key -> key.startsWith("aws:"))) {
      throw SecretRefusals.invalidParameter(
          "Tags: at most 50, and none whose key begins with aws:");
    }
    return tags;
  }

  /// @throws ServiceException `MalformedPolicyDocumentException`
  static String policy(String document) {
    if (document.length() > MOST_POLICY_CHARS) {
      throw SecretRefusals.invalidParameter("A resource policy is at most 20480 characters long.");
    }
    try {
      Policy.parse(document, PolicyKind.RESOURCE);
      return document;
    } catch (ServiceException e) {
      throw new ServiceException("MalformedPolicyDocumentException", 400, e.getMessage());
    }
  }

  static List<Tag> shapes(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  /// The labels of each value.
  static Map<String, List<String>> labels(Map<String, String> stages) {
    Map<String, List<String>> labels = new TreeMap<>();
    stages.forEach(
        (stage, version) -> labels.computeIfAbsent(version, _ -> new ArrayList<>()).add(stage));
    return labels;
  }

  /// The id behind which a list goes on; null for the beginning.
  static @Nullable Long after(@Nullable String token) {
    var text = PageToken.read(token, "InvalidNextTokenException");
    try {
      return text.isEmpty() ? null : Long.valueOf(text);
    } catch (NumberFormatException _) {
      throw new ServiceException("InvalidNextTokenException", 400, "The token is invalid.");
    }
  }
}
