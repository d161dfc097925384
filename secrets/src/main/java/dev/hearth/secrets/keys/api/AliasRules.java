package dev.hearth.secrets.keys.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.keys.Alias;
import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;

/// What the operations on aliases share.
final class AliasRules {
  private static final int MOST_OF_A_KEY = 50;

  private AliasRules() {}

  /// Refuses names that are no alias's, and those of AWS.
  static String checked(String name) {
    if (!name.startsWith("alias/") || name.length() == "alias/".length() || name.contains(":")) {
      throw new ServiceException(
          "InvalidAliasNameException", 400, "Alias must start with the prefix \"alias/\".");
    }
    if (name.startsWith(Alias.AWS)) {
      throw new ServiceException("NotAuthorizedException", 400, "Aliases of alias/aws/ are AWS's.");
    }
    return name;
  }

  /// Access to an alias, beside that to its key.
  static Access and(Access access, Call call, String name) {
    return access.and(
        "kms:" + call.operation(), Alias.arn(call.account(), call.region(), name), Map.of());
  }

  static void checkRoom(List<Alias> aliases) {
    if (aliases.size() >= MOST_OF_A_KEY) {
      throw KmsErrors.limit("A key has at most 50 aliases.");
    }
  }
}
