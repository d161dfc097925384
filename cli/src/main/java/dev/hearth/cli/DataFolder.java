package dev.hearth.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/// The two files of a data folder that a client on the same machine may read: where its Hearth
/// serves, and the administrator's key.
///
/// @param path such as `.hearth`
record DataFolder(Path path) {
  /// The administrator's access key.
  record Key(String id, String secret) {
    @Override
    public String toString() {
      return "Key[" + id + "]";
    }
  }

  /// @throws Failure where no Hearth has served from this folder
  URI endpoint(String hearth) {
    return URI.create(read("endpoint", hearth).strip());
  }

  /// @throws Failure where no Hearth has started on this folder
  Key administrator(String hearth) {
    var properties = new Properties();
    read("credentials", hearth)
        .lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> properties.setProperty(pair[0].strip(), pair[1].strip()));
    var id = properties.getProperty("aws_access_key_id");
    var secret = properties.getProperty("aws_secret_access_key");
    if (id == null || secret == null) {
      throw new Failure("No administrator key is in " + path.resolve("credentials") + ".");
    }
    return new Key(id, secret);
  }

  private String read(String name, String hearth) {
    var file = path.resolve(name);
    try {
      return Files.readString(file);
    } catch (NoSuchFileException _) {
      throw new Failure(
          "No Hearth serves from the data folder " + path + ".",
          "Start one with `" + hearth + " up`, or name its folder with --data.");
    } catch (IOException e) {
      throw new Failure("Cannot read " + file + ": " + e.getMessage(), null, e);
    }
  }
}
