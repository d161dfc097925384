package dev.hearth.secrets.secrets.api;

import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.secrets.Secret;
import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.secrets.secrets.SecretTable;
import dev.hearth.secrets.secrets.SecretValues;
import dev.hearth.secrets.secrets.SecretVersion;
import dev.hearth.wire.Call;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds and opens the value that a request wants.
record ReadValue(SecretStore store, SecretValues values) {
  /// @param stages the labels of the value
  record Read(SecretVersion version, Payload content, List<String> stages) {}

  /// @param versionId null for whatever has the label
  /// @param stage null for any where `versionId` is given, else for `AWSCURRENT`
  Read read(Secret secret, @Nullable String versionId, @Nullable String stage, Call call) {
    SecretRefusals.staying(secret);
    var label = stage == null && versionId == null ? SecretTable.CURRENT : stage;
    var stages = store.read(table -> table.stages(secret.id()));
    var labelled = label == null ? versionId : stages.get(label);
    if (labelled == null || (versionId != null && !versionId.equals(labelled))) {
      throw missing(versionId, label);
    }
    var version =
        store
            .read(table -> table.version(secret.id(), labelled))
            .orElseThrow(() -> missing(versionId, label));
    var content = values.open(secret, version, call);
    var day = call.time().truncatedTo(ChronoUnit.DAYS);
    if (!day.equals(secret.accessed())) {
      store.write(
          table -> {
            table.accessed(secret.id(), day);
            return day;
          });
    }
    return new Read(
        version, content, SecretInput.labels(stages).getOrDefault(version.id(), List.of()));
  }

  private static ServiceException missing(@Nullable String versionId, @Nullable String label) {
    return SecretRefusals.missing(
        "Secrets Manager can't find the specified secret value for "
            + (versionId != null ? "VersionId: " + versionId : "staging label: " + label));
  }
}
