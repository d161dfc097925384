package dev.hearth.observability.api;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.observability.store.LogGroup;
import dev.hearth.observability.store.LogGroups;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// What the operations on tags, old and new, have in common.
final class GroupTags {
  private static final int MOST = 50;

  private GroupTags() {}

  /// Refuses the names that AWS keeps to itself.
  static void check(Map<String, String> tags) {
    for (var name : tags.keySet()) {
      if (name.regionMatches(true, 0, "aws:", 0, 4)) {
        throw LogResources.invalid("aws: prefixed tag key names are not allowed for external use.");
      }
    }
  }

  /// Adds tags to a group, up to fifty.
  static void add(Handle sql, LogGroup group, Map<String, String> tags) {
    check(tags);
    var groups = new LogGroups(sql);
    groups.tag(group, tags);
    if (groups.tags(group).size() > MOST) {
      throw new ServiceException(
              "TooManyTagsException", 400, "A resource can have no more than 50 tags.")
          .with("resourceName", group.arn().toString());
    }
  }

  /// The condition keys that come with tags in a request.
  static Map<String, List<String>> conditions(Map<String, String> tags) {
    Map<String, List<String>> conditions = new HashMap<>();
    conditions.put("aws:TagKeys", List.copyOf(tags.keySet()));
    tags.forEach((name, value) -> conditions.put("aws:RequestTag/" + name, List.of(value)));
    return conditions;
  }

  /// Access to the tags of a resource, with the tags of the request as conditions.
  static Access access(Call call, String resource, Map<String, List<String>> conditions) {
    return Access.NONE.and("logs:" + call.operation(), resource, conditions);
  }

  /// The name of the group whose ARN is `resource`; only groups have tags here.
  static String groupName(String resource, Call call) {
    if (Arn.parse(resource).isEmpty()) {
      throw LogResources.invalid("Invalid ARN: " + resource);
    }
    return LogResources.groupName(resource, call);
  }
}
