package dev.hearth.secrets;

import dev.hearth.identity.ResourcePolicies;
import dev.hearth.identity.credentials.Seal;
import dev.hearth.secrets.keys.KeyRing;
import dev.hearth.secrets.keys.api.KmsService;
import dev.hearth.secrets.keys.store.KeyStore;
import dev.hearth.store.Database;
import dev.hearth.store.Schema;
import dev.hearth.wire.Service;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The whole part, put together.
public final class SecretsPart {
  /// The tables, to be given when the database is opened.
  public static final Schema SCHEMA = new Schema("secrets");

  private final KeyRing ring;
  private final List<Service> services;

  /// What the part keeps policies of. Identity asks for them, so this is made before it, and the
  /// rest after it.
  public record Resources(KeyStore keys) implements ResourcePolicies {
    /// @param database opened with [#SCHEMA]
    public static Resources of(Database database) {
      return new Resources(new KeyStore(database));
    }

    @Override
    public Optional<String> find(String resourceArn) {
      return keys.policies().find(resourceArn);
    }
  }

  /// @param seal of the master key, [MasterKey]
  public SecretsPart(Resources resources, Seal seal, SecureRandom random, InstantSource clock) {
    ring = new KeyRing(resources.keys(), seal, random);
    services = List.of(KmsService.of(resources.keys(), ring));
    this.clock = clock;
  }

  private final InstantSource clock;

  /// The operations.
  public List<Service> services() {
    return services;
  }

  /// Deletes what is to be deleted and rotates keys; to be called every minute or so.
  public void sweep() {
    ring.sweep(clock.instant());
  }
}
