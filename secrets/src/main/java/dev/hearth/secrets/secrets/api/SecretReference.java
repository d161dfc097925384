package dev.hearth.secrets.secrets.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.secrets.secrets.SecretValues;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads secrets for Parameter Store, in its callers' names: the secret's policy and theirs decide.
public final class SecretReference {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final SecretStore store;
  private final SecretValues values;
  private final Authorization authorization;

  public SecretReference(SecretStore store, SecretValues values, Authorization authorization) {
    this.store = store;
    this.values = values;
    this.authorization = authorization;
  }

  /// What was read.
  ///
  /// @param text the value
  /// @param json all that Secrets Manager answers
  public record Referred(String text, String json, Instant created) {
    @Override
    public String toString() {
      return "Referred[" + created + "]"; // never the secret
    }
  }

  /// @param secretId a name
  /// @param selector the id of a version or a label; null for `AWSCURRENT`
  /// @return empty where there is no such secret or version, or none of text
  public Optional<Referred> read(String secretId, @Nullable String selector, Call call) {
    authorization.check(
        SecretAccess.to(store, call, "secretsmanager:GetSecretValue", secretId, Map.of()), call);
    var found = store.find(secretId, call);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var secret = found.get();
    var isVersion =
        selector != null && store.read(table -> table.version(secret.id(), selector)).isPresent();
    try {
      var read =
          new ReadValue(store, values)
              .read(secret, isVersion ? selector : null, isVersion ? null : selector, call);
      return read.version().text()
          ? Optional.of(
              new Referred(
                  read.content().text(),
                  json(secret.arn().toString(), secret.name(), read),
                  read.version().created()))
          : Optional.empty();
    } catch (ServiceException e) {
      if (e.code().equals("ResourceNotFoundException")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String json(String arn, String name, ReadValue.Read read) {
    var json = JSON.createObjectNode();
    json.put("ARN", arn).put("name", name).put("versionId", read.version().id());
    json.put("secretString", read.content().text());
    var stages = json.putArray("versionStages");
    read.stages().forEach(stages::add);
    json.put("createdDate", read.version().created().toString());
    return json.toString();
  }
}
