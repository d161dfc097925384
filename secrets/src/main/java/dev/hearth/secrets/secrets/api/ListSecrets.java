package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.Page;
import dev.hearth.secrets.secrets.Secret;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.secrets.secrets.rotation.Rotation;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;

/// An account's secrets, without their values.
final class ListSecrets implements Operation<ListSecretsRequest, ListSecretsResponse> {
  private final SecretStore store;

  ListSecrets(SecretStore store) {
    this.store = store;
  }

  @Override
  public Access access(ListSecretsRequest input, Call call) {
    return Access.to("secretsmanager:ListSecrets", "*");
  }

  @Override
  public ListSecretsResponse run(ListSecretsRequest input, Call call) {
    int most = Objects.requireNonNullElse(input.maxResults(), 100);
    var after = SecretInput.after(input.nextToken());
    boolean newestFirst = "desc".equals(input.sortOrderAsString());
    var filter = SecretFilter.of(input.filters());
    boolean all = Boolean.TRUE.equals(input.includePlannedDeletion());
    return store.read(
        table -> {
          var found =
              table.list(
                  call.account(),
                  call.region(),
                  after,
                  newestFirst,
                  secret -> (all || secret.deletion() == null) && filter.test(secret),
                  most + 1);
          var page = Page.of(found, most, secret -> Long.toString(secret.id()));
          return ListSecretsResponse.builder()
              .secretList(
                  page.items().stream()
                      .map(
                          secret ->
                              entry(
                                  secret,
                                  table.stages(secret.id()),
                                  table.rotations().find(secret.id()).orElse(null)))
                      .toList())
              .nextToken(page.next())
              .build();
        });
  }

  private static SecretListEntry entry(
      Secret secret, Map<String, String> stages, @Nullable Rotation rotation) {
    return SecretListEntry.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .description(secret.description())
        .kmsKeyId(secret.keyId())
        .createdDate(secret.created())
        .lastChangedDate(secret.changed())
        .lastAccessedDate(secret.accessed())
        .deletedDate(secret.deletion())
        .rotationEnabled(RotationShapes.enabled(rotation))
        .rotationLambdaARN(RotationShapes.function(rotation))
        .rotationRules(RotationShapes.rules(rotation))
        .lastRotatedDate(RotationShapes.last(rotation))
        .nextRotationDate(RotationShapes.next(rotation))
        .tags(SecretInput.shapes(secret.tags()))
        .secretVersionsToStages(SecretInput.labels(stages))
        .build();
  }
}
