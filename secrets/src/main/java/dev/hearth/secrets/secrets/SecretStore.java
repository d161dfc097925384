package dev.hearth.secrets.secrets;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.identity.ResourcePolicies;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.store.Database;
import dev.hearth.wire.Call;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Secrets, and who may use them.
public final class SecretStore implements ResourcePolicies {
  private static final int MOST_SECRETS = 10_000;
  private static final int SUFFIX = 7; // a hyphen and six characters

  // A change on this node is seen at once; one on another node after this time at most.
  private static final Duration LIFE = Duration.ofSeconds(10);

  private final Database database;
  private final Cache<String, Optional<String>> policies =
      Caffeine.newBuilder().maximumSize(MOST_SECRETS).expireAfterWrite(LIFE).build();

  /// @param database opened with [dev.hearth.secrets.SecretsPart#SCHEMA]
  public SecretStore(Database database) {
    this.database = database;
  }

  /// One consistent look.
  public <T extends @Nullable Object> T read(Function<SecretTable, T> work) {
    return database.read(sql -> work.apply(new SecretTable(sql)));
  }

  /// One transaction; whoever asks for a policy afterwards gets the new one.
  public <T extends @Nullable Object> T write(Function<SecretTable, T> work) {
    try {
      return database.write(sql -> work.apply(new SecretTable(sql)));
    } finally {
      policies.invalidateAll();
    }
  }

  /// The secret that a request names.
  ///
  /// @param secretId a name, an ARN, or an ARN without its random end
  public Optional<Secret> find(String secretId, Call call) {
    return find(secretId, call.account(), call.region());
  }

  private Optional<Secret> find(String secretId, AccountId account, Region region) {
    var arn = Arn.parse(secretId);
    if (arn.isEmpty()) {
      return read(table -> table.find(account, region, secretId));
    }
    var parsed = arn.get();
    if (!parsed.service().equals("secretsmanager")
        || !parsed.region().equals(region.name())
        || !AccountId.isValid(parsed.account())
        || !parsed.resource().startsWith("secret:")) {
      return Optional.empty();
    }
    var owner = new AccountId(parsed.account());
    var rest = parsed.resource().substring("secret:".length());
    return read(
        table -> {
          var whole =
              rest.length() <= SUFFIX
                  ? Optional.<Secret>empty()
                  : table
                      .find(owner, region, rest.substring(0, rest.length() - SUFFIX))
                      .filter(secret -> secret.arn().equals(parsed));
          return whole.or(() -> table.find(owner, region, rest));
        });
  }

  @Override
  public Optional<String> find(String resourceArn) {
    return resourceArn.startsWith("arn:aws:secretsmanager:")
        ? policies.get(resourceArn, this::load)
        : Optional.empty();
  }

  private Optional<String> load(String resource) {
    return Arn.parse(resource)
        .filter(arn -> AccountId.isValid(arn.account()) && Region.isValid(arn.region()))
        .flatMap(arn -> find(resource, new AccountId(arn.account()), new Region(arn.region())))
        .map(Secret::policy);
  }
}
