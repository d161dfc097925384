package dev.hearth.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.identity.credentials.PrivateFile;
import dev.hearth.kernel.AccountId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// The key of whoever owns the data folder, which the first start makes.
///
/// It is kept in `identity/administrator.json` of that folder, readable by its owner only, so that
/// `hearth env` can print it while a server runs on the folder.
///
/// @param account the account that the key administers
/// @param secret the secret access key; it never reaches a log
public record Administrator(AccountId account, String accessKeyId, String secret) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The key that the server started last on `dataFolder` accepts; nothing where none ever was.
  ///
  /// @throws UncheckedIOException where the file cannot be read, or is damaged
  public static Optional<Administrator> read(Path dataFolder) {
    var file = file(dataFolder);
    try {
      var key = JSON.readTree(Files.readAllBytes(file));
      return Optional.of(
          new Administrator(
              new AccountId(key.path("account").asText()),
              key.path("accessKeyId").asText(),
              key.path("secretAccessKey").asText()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw new UncheckedIOException(
          new IOException(file + " cannot be read; without it, a start makes it anew", e));
    }
  }

  /// Keeps the key for [#read].
  void write(Path dataFolder) {
    var key =
        JSON.createObjectNode()
            .put("account", account.digits())
            .put("accessKeyId", accessKeyId)
            .put("secretAccessKey", secret);
    try {
      PrivateFile.write(
          file(dataFolder), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(key));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file(dataFolder), e);
    }
  }

  private static Path file(Path dataFolder) {
    return dataFolder.resolve("identity").resolve("administrator.json");
  }

  @Override
  public String toString() {
    return "Administrator[" + accessKeyId + "]";
  }
}
