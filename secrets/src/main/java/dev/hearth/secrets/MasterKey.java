package dev.hearth.secrets;

import dev.hearth.identity.credentials.Seal;
import dev.hearth.store.Database;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The key under which all key material is sealed: the node's sealing key, a file of the data
/// folder that only its owner can read, [Seal].
///
/// Lost or changed, nothing of what it sealed can be opened, so that is told at the start and not
/// by the first request: the database keeps a text that only this key opens.
public final class MasterKey {
  private static final String PURPOSE = "master-key-check";

  private MasterKey() {}

  /// Opens the key, or makes it at the first start.
  ///
  /// @param database opened with [SecretsPart#SCHEMA]
  /// @throws IllegalStateException where the key is not there, or is another than the one that
  ///   sealed what the database has
  public static Seal open(Path dataFolder, Database database, SecureRandom random) {
    var file = dataFolder.resolve("identity").resolve("sealing.key");
    var kept = database.read(MasterKey::kept);
    if (kept.isPresent() && !Files.exists(file)) {
      throw lost(file, "is not there");
    }
    var seal = Seal.open(file, random);
    var sealed = kept.orElseGet(() -> keep(database, seal));
    if (seal.open(PURPOSE, sealed).isEmpty()) {
      throw lost(file, "is another key than the one that sealed this data folder's secrets");
    }
    return seal;
  }

  private static IllegalStateException lost(Path file, String what) {
    return new IllegalStateException(
        "The master key "
            + file
            + " "
            + what
            + ". Without it no key, secret or SecureString can be decrypted: put the file back from"
            + " where the data folder was copied or backed up.");
  }

  private static byte[] keep(Database database, Seal seal) {
    var sealed = seal.seal(PURPOSE, "Hearth".getBytes(StandardCharsets.UTF_8));
    return database.write(
        sql -> {
          sql.execute(
              "INSERT INTO master_key_check (id, sealed) VALUES (1, ?) ON CONFLICT (id) DO NOTHING",
              sealed);
          return kept(sql).orElseThrow(); // another node may have been first
        });
  }

  private static Optional<byte[]> kept(Handle sql) {
    return sql.createQuery("SELECT sealed FROM master_key_check WHERE id = 1")
        .map((row, _) -> row.getBytes("sealed"))
        .findOne();
  }
}
