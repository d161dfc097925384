package dev.hearth.identity;

import dev.hearth.identity.policy.Keys;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The condition keys of one request: the operation's, the caller's and AWS's global ones.
///
/// Each is computed when a policy asks for it, since few do. Source: IAM User Guide, "AWS global
/// condition context keys".
///
/// @param resourceAccount empty where the resource has none
record RequestKeys(Access.Need need, Call call, String resourceAccount) implements Keys {

  @Override
  public List<String> values(String key) {
    var ofOperation = find(need.conditions(), key);
    if (ofOperation != null) {
      return ofOperation;
    }
    var ofCaller = find(call.caller().conditions(), key);
    return ofCaller != null ? List.of(ofCaller) : global(key);
  }

  private List<String> global(String key) {
    var caller = call.caller();
    return switch (key) {
      case "aws:currenttime" -> List.of(call.time().toString());
      case "aws:epochtime" -> List.of(Long.toString(call.time().getEpochSecond()));
      case "aws:principalaccount" -> List.of(caller.account().digits());
      case "aws:principalarn" -> List.of(caller.arn());
      case "aws:principalisawsservice" -> List.of(Boolean.toString(Requesters.isService(caller)));
      case "aws:principalservicename" ->
          Requesters.isService(caller) ? List.of(caller.arn()) : List.of();
      case "aws:principaltype" -> List.of(Requesters.type(caller));
      case "aws:requestedregion" -> List.of(call.region().name());
      case "aws:resourceaccount" -> present(resourceAccount);
      case "aws:securetransport" ->
          List.of(Boolean.toString("https".equals(call.endpoint().getScheme())));
      case "aws:sourceip" -> present(call.sourceAddress());
      case "aws:useragent" -> present(call.userAgent());
      case "aws:userid" -> List.of(caller.userId());
      case "aws:viaawsservice" -> List.of("false");
      default -> List.of();
    };
  }

  private static List<String> present(String value) {
    return value.isEmpty() ? List.of() : List.of(value);
  }

  /// Maps here have a handful of entries, so going through them is faster than another map.
  private static <V> @Nullable V find(Map<String, V> map, String loweredKey) {
    for (var entry : map.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(loweredKey)) {
        return entry.getValue();
      }
    }
    return null;
  }
}
