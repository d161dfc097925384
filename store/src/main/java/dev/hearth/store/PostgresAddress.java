package dev.hearth.store;

import dev.hearth.kernel.Require;

/// Where a PostgreSQL database is and how to log in.
///
/// @param url as `jdbc:postgresql://host:5432/database`
/// @param user the role
/// @param password empty where the server asks for none
/// @param connections most that one node holds open, 2 to 1 000
public record PostgresAddress(String url, String user, String password, int connections) {
  /// Checks the number of connections.
  public PostgresAddress {
    Require.between("connections", connections, 2, 1_000);
  }

  @Override
  public String toString() {
    return "PostgresAddress[" + user + " at " + url.replaceFirst("\\?.*", "") + "]"; // no secret
  }
}
