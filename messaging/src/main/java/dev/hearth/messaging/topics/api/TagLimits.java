package dev.hearth.messaging.topics.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.topics.Refusals;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sns.model.Tag;

/// Limits of tags. Source: SNS's API reference, `TagResource`.
final class TagLimits {
  private static final int MOST = 50;
  private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private TagLimits() {}

  /// What a request says, by key.
  ///
  /// @throws ServiceException `InvalidParameter` for keys that occur twice
  static Map<String, String> read(List<Tag> tags) {
    var read = new TreeMap<String, String>();
    for (var tag : tags) {
      if (read.put(tag.key(), tag.value()) != null) {
        throw Refusals.invalid("Tags Reason: Duplicate keys are not allowed.");
      }
    }
    return read;
  }

  /// @param tags all that a topic shall have
  /// @throws ServiceException `InvalidParameter`; `TagLimitExceeded`
  static Map<String, String> check(Map<String, String> tags) {
    tags.forEach(TagLimits::check);
    if (tags.size() > MOST) {
      throw new ServiceException(
          "TagLimitExceeded",
          400,
          "Could not complete request: tag quota of per resource exceeded");
    }
    return tags;
  }

  private static void check(String key, String value) {
    if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
      throw Refusals.invalid("Tags Reason: Tag keys must not begin with aws:");
    }
    if (!CHARACTERS.matcher(key).matches() || !CHARACTERS.matcher(value).matches()) {
      throw Refusals.invalid(
          "Tags Reason: Tags consist of letters, digits, blanks and _.:/=+-@ only");
    }
  }

  /// The condition keys of tags that a request brings.
  static Map<String, List<String>> conditions(Map<String, String> tags) {
    var conditions = new HashMap<String, List<String>>();
    tags.forEach((key, value) -> conditions.put("aws:RequestTag/" + key, List.of(value)));
    if (!tags.isEmpty()) {
      conditions.put("aws:TagKeys", List.copyOf(tags.keySet()));
    }
    return conditions;
  }
}
