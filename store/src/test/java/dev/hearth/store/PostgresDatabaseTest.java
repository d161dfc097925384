package dev.hearth.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresDatabaseTest extends DatabaseContract {
  private final PostgresAddress address = TemporaryPostgres.newDatabase();

  @Override
  Database open() {
    return Databases.postgres(address, LEDGER);
  }

  @Override
  Database openUnchecked() {
    return Databases.postgres(address);
  }

  @Test
  void aPasswordIsNeverPrinted() {
    var address = new PostgresAddress("jdbc:postgresql://h/d?password=s3cret", "u", "s3cret", 2);
    assertThat(address.toString()).contains("//h/d").doesNotContain("s3cret");
  }
}
