package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.Page;
import dev.hearth.secrets.PageToken;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.secrets.secrets.SecretVersion;
import dev.hearth.wire.Call;
import java.util.Objects;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretVersionsListEntry;

/// A secret's values, newest first, without what is in them.
final class ListSecretVersionIds
    extends SecretOperation<ListSecretVersionIdsRequest, ListSecretVersionIdsResponse> {
  ListSecretVersionIds(SecretStore store) {
    super(store);
  }

  @Override
  String secretId(ListSecretVersionIdsRequest input) {
    return input.secretId();
  }

  @Override
  public ListSecretVersionIdsResponse run(ListSecretVersionIdsRequest input, Call call) {
    var secret = secret(input, call);
    int most = Objects.requireNonNullElse(input.maxResults(), 100);
    var after = PageToken.read(input.nextToken(), "InvalidNextTokenException");
    return store.read(
        table -> {
          var labels = SecretInput.labels(table.stages(secret.id()));
          var found =
              table.versions(secret.id()).stream()
                  .filter(
                      version ->
                          Boolean.TRUE.equals(input.includeDeprecated())
                              || labels.containsKey(version.id()))
                  .dropWhile(version -> !after.isEmpty() && !version.id().equals(after))
                  .skip(after.isEmpty() ? 0 : 1)
                  .limit(most + 1L)
                  .toList();
          var page = Page.of(found, most, SecretVersion::id);
          return ListSecretVersionIdsResponse.builder()
              .arn(secret.arn().toString())
              .name(secret.name())
              .versions(
                  page.items().stream()
                      .map(
                          version ->
                              SecretVersionsListEntry.builder()
                                  .versionId(version.id())
                                  .versionStages(labels.get(version.id()))
                                  .createdDate(version.created())
                                  .build())
                      .toList())
              .nextToken(page.next())
              .build();
        });
  }
}
