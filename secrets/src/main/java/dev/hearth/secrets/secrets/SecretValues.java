package dev.hearth.secrets.secrets;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.keys.ServiceKeys;
import dev.hearth.wire.Call;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/// Makes and reads the values of secrets, which only a KMS key opens.
public final class SecretValues {
  /// Source: Secrets Manager User Guide, "Quotas".
  private static final int MOST_BYTES = 65_536;

  private static final int MOST_VERSIONS = 100;
  private static final int MOST_STAGES = 20;

  private final SecretStore store;
  private final ServiceKeys keys;

  public SecretValues(SecretStore store, ServiceKeys keys) {
    this.store = store;
    this.keys = keys;
  }

  /// What a request gives: text or bytes.
  public record Value(Payload content, boolean text) {
    /// @return null where the request gives none
    public static @Nullable Value of(@Nullable String text, @Nullable SdkBytes bytes) {
      if (text == null) {
        return bytes == null ? null : checked(Payload.of(bytes.asByteArrayUnsafe()), false);
      }
      if (bytes != null) {
        throw SecretRefusals.invalidParameter(
            "You can't specify both a binary secret value and a string secret value in the same"
                + " secret.");
      }
      return checked(Payload.of(text), true);
    }

    private static Value checked(Payload content, boolean text) {
      if (content.size() > MOST_BYTES) {
        throw SecretRefusals.invalidParameter("A secret value is at most 65536 bytes long.");
      }
      return new Value(content, text);
    }
  }

  private static Map<String, String> context(Arn secret, String version) {
    return Map.of("SecretARN", secret.toString(), "SecretVersionId", version);
  }

  /// Encrypts a value, by the secret's key.
  public SecretVersion seal(Secret secret, String version, Value value, Call call) {
    var context = context(secret.arn(), version);
    var sealed =
        inWords(
            "EncryptionFailure",
            () ->
                keys.encrypt(
                    keys.key(secret.keyId(), call),
                    "kms:GenerateDataKey",
                    value.content(),
                    context,
                    call));
    return new SecretVersion(version, sealed, value.text(), call.time());
  }

  /// Decrypts a value, where the caller may use its key.
  public Payload open(Secret secret, SecretVersion version, Call call) {
    return inWords(
        "DecryptionFailure",
        () -> keys.decrypt(version.sealed(), context(secret.arn(), version.id()), call));
  }

  /// Has a key's refusal, as of one that is disabled, be the secret's own.
  private static <T> T inWords(String code, Supplier<T> work) {
    try {
      return work.get();
    } catch (ServiceException e) {
      if (e.status() >= 500 || e.code().equals("AccessDeniedException")) {
        throw e;
      }
      throw new ServiceException(code, 400, e.getMessage());
    }
  }

  /// Refuses a key that there is not.
  public void checkKey(@Nullable String keyId, Call call) {
    if (keyId != null) {
      inWords("EncryptionFailure", () -> keys.key(keyId, call));
    }
  }

  /// Adds a value to a secret. The same token with the same value changes nothing.
  ///
  /// @param stages what it is to be called; `AWSCURRENT` where empty
  public void put(Secret secret, String token, Value value, List<String> stages, Call call) {
    var labels = stages.isEmpty() ? List.of(SecretTable.CURRENT) : stages;
    var before = store.read(table -> table.version(secret.id(), token));
    if (before.isPresent()) {
      checkSame(secret, before.get(), value, call);
      return;
    }
    var version = seal(secret, token, value, call);
    store.write(
        table -> {
          if (table.version(secret.id(), token).isPresent()) {
            throw SecretRefusals.exists(
                "A resource with the ID you requested already exists."); // at the same moment
          }
          insert(table, secret, version, labels, call.time());
          return version;
        });
  }

  /// Adds a value within a transaction.
  public static void insert(
      SecretTable table, Secret secret, SecretVersion version, List<String> labels, Instant now) {
    table.insertVersion(secret.id(), version);
    labels.forEach(label -> table.move(secret.id(), label, version.id()));
    table.changed(secret.id(), now);
    var stages = table.stages(secret.id());
    if (stages.size() > MOST_STAGES) {
      throw SecretRefusals.invalidRequest("A secret has at most 20 staging labels.");
    }
    table.versions(secret.id()).stream()
        .skip(MOST_VERSIONS)
        .filter(old -> !stages.containsValue(old.id()))
        .forEach(old -> table.deleteVersion(secret.id(), old.id()));
  }

  /// Refuses a token that was used with another value.
  public void checkSame(Secret secret, SecretVersion before, Value value, Call call) {
    if (before.text() != value.text() || !open(secret, before, call).equals(value.content())) {
      throw SecretRefusals.exists(
          "You can't use ClientRequestToken "
              + before.id()
              + " because that value is already in use for a version of secret "
              + secret.arn()
              + ".");
    }
  }
}
