package dev.hearth.secrets.secrets.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.Page;
import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.secrets.secrets.SecretValues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.model.APIErrorType;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;

/// The values of several secrets; what cannot be read is told beside them.
final class BatchGetSecretValue
    implements Operation<BatchGetSecretValueRequest, BatchGetSecretValueResponse> {
  private static final int MOST = 20;

  private final SecretStore store;
  private final SecretValues values;
  private final Authorization authorization;

  BatchGetSecretValue(SecretStore store, SecretValues values, Authorization authorization) {
    this.store = store;
    this.values = values;
    this.authorization = authorization;
  }

  @Override
  public Access access(BatchGetSecretValueRequest input, Call call) {
    var access = Access.to("secretsmanager:BatchGetSecretValue", "*");
    return input.hasFilters() ? access.and("secretsmanager:ListSecrets", "*", Map.of()) : access;
  }

  @Override
  public BatchGetSecretValueResponse run(BatchGetSecretValueRequest input, Call call) {
    if (input.hasSecretIdList() == input.hasFilters()) {
      throw SecretRefusals.invalidParameter(
          "Either 'SecretIdList' or 'Filters' must be provided, but not both.");
    }
    int most = Objects.requireNonNullElse(input.maxResults(), MOST);
    var page =
        input.hasFilters() ? filtered(input, most, call) : new Page<>(input.secretIdList(), null);
    var read = new ArrayList<SecretValueEntry>();
    var errors = new ArrayList<APIErrorType>();
    for (var id : page.items()) {
      try {
        read.add(read(id, call));
      } catch (ServiceException e) {
        errors.add(
            APIErrorType.builder()
                .secretId(id)
                .errorCode(e.code())
                .message(e.getMessage())
                .build());
      }
    }
    return BatchGetSecretValueResponse.builder()
        .secretValues(read)
        .errors(errors)
        .nextToken(page.next())
        .build();
  }

  private Page<String> filtered(BatchGetSecretValueRequest input, int most, Call call) {
    var after = SecretInput.after(input.nextToken());
    var filter = SecretFilter.of(input.filters());
    var found =
        store.read(
            table ->
                table.list(
                    call.account(),
                    call.region(),
                    after,
                    false,
                    secret -> secret.deletion() == null && filter.test(secret),
                    most + 1));
    var page = Page.of(found, most, secret -> Long.toString(secret.id()));
    return new Page<>(
        page.items().stream().map(secret -> secret.arn().toString()).toList(), page.next());
  }

  private SecretValueEntry read(String id, Call call) {
    authorization.check(
        SecretAccess.to(
            store,
            call,
            "secretsmanager:GetSecretValue",
            id,
            Map.of("secretsmanager:VersionStage", List.of("AWSCURRENT"))),
        call);
    var secret = store.find(id, call).orElseThrow(SecretRefusals::notFound);
    var read = new ReadValue(store, values).read(secret, null, null, call);
    var version = read.version();
    return SecretValueEntry.builder()
        .arn(secret.arn().toString())
        .name(secret.name())
        .versionId(version.id())
        .secretString(version.text() ? read.content().text() : null)
        .secretBinary(version.text() ? null : SdkBytes.fromByteArrayUnsafe(read.content().bytes()))
        .versionStages(read.stages())
        .createdDate(version.created())
        .build();
  }
}
