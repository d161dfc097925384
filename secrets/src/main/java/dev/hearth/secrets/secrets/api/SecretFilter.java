package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import software.amazon.awssdk.services.secretsmanager.model.Filter;

/// The filters of lists. Source: Secrets Manager API Reference, "Filter".
final class SecretFilter {
  private SecretFilter() {}

  /// Secrets that pass every filter, each by one of its values.
  static Predicate<Secret> of(List<Filter> filters) {
    Predicate<Secret> all = _ -> true;
    for (var filter : filters) {
      var key = Objects.requireNonNullElse(filter.keyAsString(), "all");
      all =
          all.and(secret -> filter.values().stream().anyMatch(value -> passes(secret, key, value)));
    }
    return all;
  }

  private static boolean passes(Secret secret, String key, String value) {
    boolean not = value.startsWith("!") && value.length() > 1;
    return not != matches(secret, key, not ? value.substring(1) : value);
  }

  private static boolean matches(Secret secret, String key, String value) {
    var description = Objects.requireNonNullElse(secret.description(), "");
    return switch (key) {
      case "name" -> secret.name().startsWith(value);
      case "description" -> hasWord(description, value);
      case "tag-key" -> secret.tags().keySet().stream().anyMatch(tag -> tag.startsWith(value));
      case "tag-value" -> secret.tags().values().stream().anyMatch(tag -> tag.startsWith(value));
      case "all" ->
          hasWord(secret.name(), value)
              || hasWord(description, value)
              || secret.tags().entrySet().stream()
                  .anyMatch(tag -> hasWord(tag.getKey(), value) || hasWord(tag.getValue(), value));
      default -> false; // nothing here belongs to a service or to another region
    };
  }

  /// Whether one of the words of `text` begins with `value`, in either case.
  private static boolean hasWord(String text, String value) {
    var wanted = value.toLowerCase(Locale.ROOT);
    var lower = text.toLowerCase(Locale.ROOT);
    for (int at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
      if (at == 0 || !Character.isLetterOrDigit(lower.charAt(at - 1))) {
        return true;
      }
    }
    return false;
  }
}
