package dev.hearth.secrets.parameters;

import dev.hearth.secrets.SecretsPart;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.TemporaryPostgres;
import java.nio.file.Path;

class PostgresParametersTest extends ParametersContract {
  @Override
  Database open(Path folder) {
    return Databases.postgres(TemporaryPostgres.newDatabase(), SecretsPart.SCHEMA);
  }
}
