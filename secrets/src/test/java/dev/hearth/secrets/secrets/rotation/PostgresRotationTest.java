package dev.hearth.secrets.secrets.rotation;

import dev.hearth.secrets.SecretsPart;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.TemporaryPostgres;
import java.nio.file.Path;

class PostgresRotationTest extends RotationContract {
  @Override
  Database open(Path folder) {
    return Databases.postgres(TemporaryPostgres.newDatabase(), SecretsPart.SCHEMA);
  }
}
