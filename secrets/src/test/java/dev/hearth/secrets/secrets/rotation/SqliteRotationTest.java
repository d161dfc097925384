package dev.hearth.secrets.secrets.rotation;

import dev.hearth.secrets.SecretsPart;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import java.nio.file.Path;

class SqliteRotationTest extends RotationContract {
  @Override
  Database open(Path folder) {
    return Databases.sqlite(folder.resolve("control.db"), SecretsPart.SCHEMA);
  }
}
