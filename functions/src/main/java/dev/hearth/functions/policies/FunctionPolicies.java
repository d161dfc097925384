package dev.hearth.functions.policies;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.functions.FunctionReference;
import dev.hearth.identity.ResourcePolicies;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.store.Database;
import java.util.Map;
import java.util.Optional;

/// The policies of functions for whoever decides requests, from memory.
///
/// A policy is that of exactly the ARN that a request names: permission on a function is none on
/// its aliases. Source: "Using resource-based policies for Lambda".
public final class FunctionPolicies implements ResourcePolicies {
  private static final int MAX_REMEMBERED = 10_000;
  private static final String PREFIX = "arn:aws:lambda:";
  private static final String FUNCTION = ":function:";

  private final Database database;
  private final Cache<FunctionReference, Map<String, String>> remembered =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

  /// @param database opened with the tables of functions
  public FunctionPolicies(Database database) {
    this.database = database;
  }

  @Override
  public Optional<String> find(String resourceArn) {
    int type = resourceArn.indexOf(FUNCTION);
    if (!resourceArn.startsWith(PREFIX) || type < 0) {
      return Optional.empty();
    }
    var place = resourceArn.substring(PREFIX.length(), type);
    var named = resourceArn.substring(type + FUNCTION.length());
    int regionEnd = place.indexOf(':');
    if (regionEnd < 0 || !AccountId.isValid(place.substring(regionEnd + 1))) {
      return Optional.empty();
    }
    int nameEnd = named.indexOf(':');
    var function =
        new FunctionReference(
            new AccountId(place.substring(regionEnd + 1)),
            new Region(place.substring(0, regionEnd)),
            nameEnd < 0 ? named : named.substring(0, nameEnd),
            "");
    var policies = database.isShared() ? load(function) : remembered.get(function, this::load);
    return Optional.ofNullable(policies.get(nameEnd < 0 ? "" : named.substring(nameEnd + 1)));
  }

  // The cache holds back [#forget] while it loads, so nothing old is remembered after a change.
  private Map<String, String> load(FunctionReference function) {
    return database.read(sql -> new PolicyTable(sql).all(function));
  }

  /// Drops what is remembered of a function; to be called when a change of its policies is durable.
  public void forget(FunctionReference function) {
    remembered.invalidate(function.unqualified());
  }
}
