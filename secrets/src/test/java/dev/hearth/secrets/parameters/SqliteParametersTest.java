package dev.hearth.secrets.parameters;

import dev.hearth.secrets.SecretsPart;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import java.nio.file.Path;

class SqliteParametersTest extends ParametersContract {
  @Override
  Database open(Path folder) {
    return Databases.sqlite(folder.resolve("control.db"), SecretsPart.SCHEMA);
  }
}
