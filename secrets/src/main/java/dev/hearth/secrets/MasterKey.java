package dev.hearth.secrets;

import dev.hearth.identity.credentials.PrivateFile;
import dev.hearth.identity.credentials.Seal;
import dev.hearth.kernel.Payload;
import dev.hearth.secrets.master.MasterKeySource;
import dev.hearth.secrets.master.MasterKeySource.DataFolder;
import dev.hearth.secrets.master.MasterKeySource.Environment;
import dev.hearth.secrets.master.MasterKeySource.Wrapped;
import dev.hearth.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The key under which all key material is sealed: a file of the data folder that only its owner
/// can read, an environment variable, or a file that only Vault opens.
///
/// Lost or changed, nothing of what it sealed can be opened, so that is told at the start and not
/// by the first request: the database keeps a text that only this key opens, and where the key came
/// from. The same key may come from elsewhere the next time.
public final class MasterKey {
  private static final System.Logger LOG = System.getLogger(MasterKey.class.getName());
  private static final String PURPOSE = "master-key-check";

  private record Check(Payload sealed, String source) {}

  private final Path file;
  private final Path wrapped;
  private final Database database;
  private final SecureRandom random;

  private MasterKey(Path dataFolder, Database database, SecureRandom random) {
    this.file = dataFolder.resolve("identity").resolve("sealing.key");
    this.wrapped = dataFolder.resolve("identity").resolve("sealing.key.vault");
    this.database = database;
    this.random = random;
  }

  /// Opens the key of the data folder, or makes it at the first start.
  ///
  /// @param database opened with [SecretsPart#SCHEMA]
  /// @throws IllegalStateException where the key is not there, or is another than the one that
  ///   sealed what the database has
  public static Seal open(Path dataFolder, Database database, SecureRandom random) {
    return open(dataFolder, database, random, new DataFolder());
  }

  /// As above, with a key from wherever it is.
  ///
  /// @throws IllegalStateException also where Vault does not answer, or refuses
  public static Seal open(
      Path dataFolder, Database database, SecureRandom random, MasterKeySource source) {
    return new MasterKey(dataFolder, database, random).open(source);
  }

  private Seal open(MasterKeySource source) {
    var kept = database.read(MasterKey::kept);
    var seal =
        switch (source) {
          case DataFolder _ -> file(kept);
          case Environment environment -> Seal.of(environment.key().bytes());
          case Wrapped vault -> Seal.of(unwrap(vault, kept));
        };
    var sealed = kept.map(Check::sealed).orElseGet(() -> keep(seal, name(source)));
    if (seal.open(PURPOSE, sealed.bytes()).isEmpty()) {
      throw lost(
          where(name(source))
              + " is another key than the one that sealed this data folder's secrets",
          kept.map(Check::source).orElse("file"));
    }
    moved(kept, source);
    return seal;
  }

  private Seal file(Optional<Check> kept) {
    if (kept.isPresent() && !Files.exists(file)) {
      var source = kept.get().source();
      throw lost(
          where(source) + (source.equals("file") ? " is not there" : " was not given"), source);
    }
    return Seal.open(file, random);
  }

  private byte[] unwrap(Wrapped vault, Optional<Check> kept) {
    try {
      if (Files.exists(wrapped)) {
        return vault.transit().decrypt(Files.readString(wrapped).strip());
      }
      boolean inFile = kept.isPresent() && kept.get().source().equals("file");
      if (kept.isPresent() && !(inFile && Files.exists(file))) {
        throw lost(where("vault") + " is not there", kept.get().source());
      }
      var key = kept.isPresent() ? Files.readAllBytes(file) : draw();
      var text = vault.transit().encrypt(key);
      if (!Arrays.equals(vault.transit().decrypt(text), key)) {
        throw new IllegalStateException(vault.transit() + " does not give back what it encrypted.");
      }
      PrivateFile.write(wrapped, text.getBytes(StandardCharsets.UTF_8));
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the master key " + wrapped, e);
    }
  }

  private byte[] draw() {
    var key = new byte[MasterKeySource.BYTES];
    random.nextBytes(key);
    return key;
  }

  /// Remembers where the key is now, and tells where it still lies open.
  private void moved(Optional<Check> kept, MasterKeySource source) {
    if (kept.isPresent() && !kept.get().source().equals(name(source))) {
      database.write(
          sql -> sql.execute("UPDATE master_key_check SET source = ? WHERE id = 1", name(source)));
    }
    if (!(source instanceof DataFolder) && Files.exists(file)) {
      LOG.log(
          Level.WARNING,
          "The master key also lies in "
              + file
              + ", where whoever reads the folder has it: once it"
              + " is kept elsewhere, remove that file.");
    }
  }

  private static String name(MasterKeySource source) {
    return switch (source) {
      case DataFolder _ -> "file";
      case Environment _ -> "environment";
      case Wrapped _ -> "vault";
    };
  }

  private String where(String source) {
    return "The master key "
        + switch (source) {
          case "environment" -> "in " + MasterKeySource.VARIABLE;
          case "vault" -> wrapped + ", which Vault opens,";
          default -> file.toString();
        };
  }

  /// @param source where the right key was last
  private static IllegalStateException lost(String what, String source) {
    return new IllegalStateException(
        what
            + ". Without it no key, secret or SecureString can be decrypted: "
            + switch (source) {
              case "environment" -> "set " + MasterKeySource.VARIABLE + " to what it was before.";
              case "vault" ->
                  "start with --vault-key and Vault's address and token, as before, and with"
                      + " sealing.key.vault from where the data folder was copied or backed up.";
              default -> "put the file back from where the data folder was copied or backed up.";
            });
  }

  private Payload keep(Seal seal, String source) {
    var sealed = seal.seal(PURPOSE, "Hearth".getBytes(StandardCharsets.UTF_8));
    return database.write(
        sql -> {
          sql.execute(
              "INSERT INTO master_key_check (id, sealed, source) VALUES (1, ?, ?)"
                  + " ON CONFLICT (id) DO NOTHING",
              sealed,
              source);
          return kept(sql).orElseThrow().sealed(); // another node may have been first
        });
  }

  private static Optional<Check> kept(Handle sql) {
    return sql.createQuery("SELECT sealed, source FROM master_key_check WHERE id = 1")
        .map((row, _) -> new Check(Payload.of(row.getBytes("sealed")), row.getString("source")))
        .findOne();
  }
}
