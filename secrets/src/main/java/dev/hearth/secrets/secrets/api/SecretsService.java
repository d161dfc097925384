package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.secrets.secrets.SecretValues;
import dev.hearth.secrets.secrets.rotation.Rotations;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.RefusedOperation;
import dev.hearth.wire.Service;
import dev.hearth.wire.ServiceOperation;
import java.security.SecureRandom;
import java.util.List;

/// Secrets Manager on the wire.
public final class SecretsService {
  private static final String REPLICAS = "Hearth replicates no secrets to other regions.";

  private SecretsService() {}

  /// All implemented operations, and those that are refused.
  public static Service of(
      SecretStore store,
      SecretValues values,
      Rotations rotations,
      Authorization authorization,
      SecureRandom random) {
    List<ServiceOperation<?>> operations =
        List.of(
            new BatchGetSecretValue(store, values, authorization),
            new CancelRotateSecret(store),
            new CreateSecret(store, values, random),
            new DeleteResourcePolicy(store),
            new DeleteSecret(store),
            new DescribeSecret(store),
            new GetRandomPassword(random),
            new GetResourcePolicy(store),
            new GetSecretValue(store, values),
            new ListSecretVersionIds(store),
            new ListSecrets(store),
            new PutResourcePolicy(store),
            new PutSecretValue(store, values),
            new RestoreSecret(store),
            new RotateSecret(store, rotations),
            new TagResource(store),
            new UntagResource(store),
            new UpdateSecret(store, values),
            new UpdateSecretVersionStage(store),
            new ValidateResourcePolicy(store),
            refused("RemoveRegionsFromReplication", REPLICAS),
            refused("ReplicateSecretToRegions", REPLICAS),
            refused("StopReplicationToReplica", REPLICAS));
    return new Service("secretsmanager", operations);
  }

  private static RefusedOperation refused(String name, String reason) {
    return new RefusedOperation(name, "InvalidRequestException", reason);
  }
}
