package dev.hearth.cli;

import dev.hearth.identity.Administrator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The two files of a data folder that a client on the same machine may read: where its Hearth
/// serves, and the administrator's key.
///
/// @param path such as `.hearth`
record DataFolder(Path path) {
  /// @throws Failure where no Hearth has served from this folder
  URI endpoint(String hearth) {
    var file = path.resolve("endpoint");
    try {
      return URI.create(Files.readString(file).strip());
    } catch (NoSuchFileException _) {
      throw unused(hearth);
    } catch (IOException e) {
      throw new Failure("Cannot read " + file + ": " + e.getMessage(), null, e);
    }
  }

  /// @throws Failure where no Hearth has started on this folder
  Administrator administrator(String hearth) {
    return Administrator.read(path).orElseThrow(() -> unused(hearth));
  }

  private Failure unused(String hearth) {
    return new Failure(
        "No Hearth serves from the data folder " + path + ".",
        "Start one with `" + hearth + " up`, or name its folder with --data.");
  }
}
