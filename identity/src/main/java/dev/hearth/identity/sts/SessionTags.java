package dev.hearth.identity.sts;

import dev.hearth.identity.credentials.Session;
import dev.hearth.identity.store.IamError;
import dev.hearth.wire.Caller;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.sts.model.Tag;

/// The tags of a new session: those that are asked for, and the transitive ones of the session that
/// begins it.
///
/// Source: IAM User Guide, "Pass session tags in AWS STS".
///
/// @param transitive keys of those that sessions begun from this one inherit
record SessionTags(Map<String, String> tags, List<String> transitive) {
  private static final int MOST = 50;

  /// @throws dev.hearth.kernel.ServiceException `ValidationError` where a key is given twice, is
  ///   inherited, or is made transitive without being there
  static SessionTags of(List<Tag> wanted, List<String> wantedTransitive, Caller caller) {
    var tags = inherited(caller);
    var transitive = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    transitive.addAll(tags.keySet());
    for (var tag : wanted) {
      if (transitive.contains(tag.key())) {
        throw IamError.validation("The tag " + tag.key() + " is inherited and cannot be changed.");
      }
      if (tags.put(tag.key(), tag.value()) != null) {
        throw IamError.validation(
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
    }
    for (var key : wantedTransitive) {
      if (!tags.containsKey(key)) {
        throw IamError.validation("The transitive tag key " + key + " must be a session tag.");
      }
      transitive.add(key);
    }
    if (tags.size() > MOST) {
      throw IamError.validation("The session has more than " + MOST + " tags.");
    }
    return new SessionTags(tags, List.copyOf(transitive));
  }

  private static Map<String, String> inherited(Caller caller) {
    var tags = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    var keys = caller.conditions().get(Session.TRANSITIVE_TAGS);
    if (keys != null) {
      keys.lines()
          .forEach(
              key ->
                  tags.put(key, caller.conditions().getOrDefault("aws:PrincipalTag/" + key, "")));
    }
    return tags;
  }
}
