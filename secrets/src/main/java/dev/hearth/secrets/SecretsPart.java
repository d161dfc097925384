package dev.hearth.secrets;

import dev.hearth.identity.ResourcePolicies;
import dev.hearth.identity.credentials.Seal;
import dev.hearth.secrets.keys.KeyRing;
import dev.hearth.secrets.keys.ServiceKeys;
import dev.hearth.secrets.keys.api.KmsService;
import dev.hearth.secrets.keys.store.KeyStore;
import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.secrets.parameters.ParameterValues;
import dev.hearth.secrets.parameters.api.ParametersService;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.secrets.secrets.SecretValues;
import dev.hearth.secrets.secrets.api.SecretReference;
import dev.hearth.secrets.secrets.api.SecretsService;
import dev.hearth.secrets.secrets.rotation.RotationFunctions;
import dev.hearth.secrets.secrets.rotation.RotationSchedules;
import dev.hearth.secrets.secrets.rotation.Rotations;
import dev.hearth.store.Database;
import dev.hearth.store.Schema;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Service;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/// The whole part, put together.
public final class SecretsPart implements AutoCloseable {
  /// The tables, to be given when the database is opened.
  public static final Schema SCHEMA = new Schema("secrets");

  private final KeyRing ring;
  private final Authorization authorization;
  private final SecretStore secrets;
  private final ParameterStore parameters;
  private final List<Service> services;
  private final Rotations rotations;
  private final InstantSource clock;

  /// What the part keeps policies of. Identity asks for them, so this is made before it, and the
  /// rest after it.
  public record Resources(KeyStore keys, SecretStore secrets, ParameterStore parameters)
      implements ResourcePolicies {
    /// @param database opened with [#SCHEMA]
    public static Resources of(Database database) {
      return new Resources(
          new KeyStore(database), new SecretStore(database), new ParameterStore(database));
    }

    @Override
    public Optional<String> find(String resourceArn) {
      return keys.policies().find(resourceArn).or(() -> secrets.find(resourceArn));
    }
  }

  /// What rotating needs of parts above.
  ///
  /// @param executor runs one rotation on each of its threads
  public record RotationPorts(
      RotationFunctions functions, RotationSchedules schedules, Executor executor) {}

  /// @param seal of the master key, [MasterKey]
  /// @param authorization decides whether callers may use the keys of what they read and write
  public SecretsPart(
      Resources resources,
      Seal seal,
      Authorization authorization,
      RotationPorts ports,
      SecureRandom random,
      InstantSource clock) {
    this.clock = clock;
    this.authorization = authorization;
    ring = new KeyRing(resources.keys(), seal, random);
    secrets = resources.secrets();
    parameters = resources.parameters();
    var values = new SecretValues(secrets, new ServiceKeys(ring, authorization, "secretsmanager"));
    rotations =
        new Rotations(secrets, ports.functions(), ports.schedules(), ports.executor(), clock);
    services =
        List.of(
            KmsService.of(resources.keys(), ring),
            SecretsService.of(secrets, values, rotations, authorization, random),
            ParametersService.of(
                parameters,
                new ParameterValues(new ServiceKeys(ring, authorization, "ssm")),
                new SecretReference(secrets, values, authorization)));
  }

  /// The keys by which another service of Hearth's seals in its callers' names.
  ///
  /// @param service its endpoint's name, such as `sqs`
  public ServiceKeys keys(String service) {
    return new ServiceKeys(ring, authorization, service);
  }

  /// The operations.
  public List<Service> services() {
    return services;
  }

  /// Deletes what is to be deleted and rotates keys and secrets; to be called every minute or so.
  public void sweep() {
    var now = clock.instant();
    ring.sweep(now);
    secrets.write(
        table -> {
          table.deleteDue(now);
          return now;
        });
    parameters.sweep(now);
    rotations.sweep();
  }

  /// Rotates nothing any more; what is under way goes on after the next start.
  @Override
  public void close() {
    rotations.close();
  }
}
