package dev.hearth.identity.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The OpenID Connect providers of an account. Quotas are AWS's.
public final class OidcProviders {
  private static final int MOST_CLIENTS = 100;
  private static final int MOST_THUMBPRINTS = 5;

  private enum Setting {
    CLIENT,
    THUMBPRINT
  }

  private final Handle sql;
  private final Entities entities;

  OidcProviders(Handle sql, Entities entities) {
    this.sql = sql;
    this.entities = entities;
  }

  /// The provider of this issuer; nothing where only the case differs, for a path has one.
  ///
  /// @param name the issuer's URL without `https://`
  public Optional<OidcProvider> find(String name) {
    return entities
        .find(EntityKind.OIDC_PROVIDER, name)
        .filter(entity -> entity.name().equals(name))
        .map(
            entity ->
                new OidcProvider(
                    entity, values(entity, Setting.CLIENT), values(entity, Setting.THUMBPRINT)));
  }

  /// Keeps a new provider.
  ///
  /// @throws dev.hearth.kernel.ServiceException `EntityAlreadyExists`, `LimitExceeded`
  public void add(OidcProvider provider) {
    entities.add(provider.entity());
    clientIds(provider.entity(), provider.clientIds());
    thumbprints(provider.entity(), provider.thumbprints());
  }

  /// Replaces the ids of its clients.
  ///
  /// @throws dev.hearth.kernel.ServiceException `LimitExceeded` beyond a hundred
  public void clientIds(Entity provider, List<String> ids) {
    replace(provider, Setting.CLIENT, ids, "ClientIdsPerOpenIdConnectProvider", MOST_CLIENTS);
  }

  /// Replaces its thumbprints.
  ///
  /// @throws dev.hearth.kernel.ServiceException `LimitExceeded` beyond five
  public void thumbprints(Entity provider, List<String> thumbprints) {
    var lowered = thumbprints.stream().map(each -> each.toLowerCase(Locale.ROOT)).toList();
    replace(
        provider,
        Setting.THUMBPRINT,
        lowered,
        "ThumbprintsPerOpenIdConnectProvider",
        MOST_THUMBPRINTS);
  }

  private void replace(Entity provider, Setting kind, List<String> wanted, String quota, int most) {
    var values = new ArrayList<>(wanted.stream().distinct().toList());
    if (values.size() > most) {
      throw IamError.quota(quota, most);
    }
    sql.execute(
        "DELETE FROM iam_oidc_setting WHERE provider = ? AND kind = ?", provider.id(), kind.name());
    for (int i = 0; i < values.size(); i++) {
      sql.execute(
          "INSERT INTO iam_oidc_setting (provider, kind, value, position) VALUES (?, ?, ?, ?)",
          provider.id(),
          kind.name(),
          values.get(i),
          i);
    }
  }

  private List<String> values(Entity provider, Setting kind) {
    return sql.select(
            "SELECT value FROM iam_oidc_setting WHERE provider = ? AND kind = ? ORDER BY position",
            provider.id(),
            kind.name())
        .mapTo(String.class)
        .list();
  }
}
