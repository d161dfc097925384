package dev.hearth.functions.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.rules.EgressList;
import dev.hearth.sandbox.rules.RequestConcurrency;
import dev.hearth.sandbox.web.WebSettings;
import dev.hearth.wire.Call;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Limits of tags, and the resources that have them. Source: "Tag restrictions" in the Lambda
/// developer guide.
public final class Tags {
  private static final int MAX = 50;
  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 256;
  private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private Tags() {}

  /// @param tags all that a function, or another resource of the service, shall have
  public static Map<String, String> check(Map<String, String> tags) {
    if (tags.size() > MAX) {
      throw Refusals.invalid("Number of tags exceeds function tags limit. (limit: " + MAX + ")");
    }
    tags.forEach(Tags::check);
    return tags;
  }

  /// As [#check(Map)], of a function, which may say by a tag what it connects to, and how many
  /// requests it takes at once where it is a web server.
  ///
  /// @param variables of its environment
  /// @param image whether its package is a container image
  static Map<String, String> checkFunctions(
      Map<String, String> tags, Map<String, String> variables, boolean image) {
    try {
      var _ = EgressList.of(check(tags));
      if (RequestConcurrency.of(tags) > 1 && !WebSettings.possible(variables, image)) {
        throw Refusals.invalid(
            "%s: %s (expected: 1, for only a web server takes several requests at once: set the variable %s, or use a container image)"
                .formatted(
                    RequestConcurrency.TAG, tags.get(RequestConcurrency.TAG), WebSettings.PORT));
      }
      return tags;
    } catch (IllegalArgumentException e) {
      throw Refusals.invalid(String.valueOf(e.getMessage()));
    }
  }

  private static void check(String key, String value) {
    if (key.isEmpty() || key.length() > MAX_KEY || !CHARACTERS.matcher(key).matches()) {
      throw Refusals.invalid(
          "Tag key '%s': expected 1 to %d letters, digits, blanks and _.:/=+-@"
              .formatted(key, MAX_KEY));
    }
    if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
      throw Refusals.invalid("Tag key '" + key + "': aws: is reserved for AWS.");
    }
    if (value.length() > MAX_VALUE || !CHARACTERS.matcher(value).matches()) {
      throw Refusals.invalid(
          "Value of tag '%s': expected at most %d letters, digits, blanks and _.:/=+-@"
              .formatted(key, MAX_VALUE));
    }
  }

  /// The function that a tag operation's `Resource` names.
  ///
  /// @throws ServiceException `ResourceNotFoundException` for resources that Hearth does not have;
  ///   `InvalidParameterValueException` for a version's or alias's ARN
  static FunctionReference function(Call call, String resource) {
    if (!resource.contains(":function:")) {
      throw new ServiceException(
              "ResourceNotFoundException", 404, "Resource not found: " + resource)
          .with("Type", "User");
    }
    var function = FunctionReference.of(call, resource, null);
    if (!function.qualifier().isEmpty()) {
      throw Refusals.invalid(
          "Tags on function aliases and versions are not supported. Please specify either a"
              + " function ARN.");
    }
    return function;
  }
}
