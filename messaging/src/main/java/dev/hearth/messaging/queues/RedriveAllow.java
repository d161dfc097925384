package dev.hearth.messaging.queues;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.Arn;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A `RedriveAllowPolicy`: which queues may send their dead letters here.
///
/// @param permission who may
/// @param sources ARNs, for [Permission#BY_QUEUE]
public record RedriveAllow(Permission permission, Set<String> sources) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// As the API names them.
  public enum Permission {
    /// Every queue of the account and region.
    ALLOW_ALL,
    /// None.
    DENY_ALL,
    /// Those that are named.
    BY_QUEUE
  }

  /// @param document as it is stored; null where there is none
  static RedriveAllow parse(@Nullable String document) {
    if (document == null) {
      return new RedriveAllow(Permission.ALLOW_ALL, Set.of());
    }
    try {
      var policy = JSON.readTree(document);
      var sources = new HashSet<String>();
      policy.path("sourceQueueArns").forEach((JsonNode source) -> sources.add(source.asText()));
      var permission =
          switch (policy.path("redrivePermission").asText()) {
            case "denyAll" -> Permission.DENY_ALL;
            case "byQueue" -> Permission.BY_QUEUE;
            default -> Permission.ALLOW_ALL;
          };
      return new RedriveAllow(permission, sources);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored redrive allow policy is damaged", e);
    }
  }

  /// Whether the queue with this ARN may.
  public boolean allows(Arn source) {
    return switch (permission) {
      case ALLOW_ALL -> true;
      case DENY_ALL -> false;
      case BY_QUEUE -> sources.contains(source.toString());
    };
  }
}
