package dev.hearth.messaging.topics.store;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.messaging.topics.PlatformArn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// Platform applications, the devices that run them, and an account's settings for SMS, in one
/// transaction.
public final class PlatformTable {
  private static final String OF_APPLICATION =
      " WHERE account = :account AND region = :region AND platform = :platform AND name = :name";
  private static final String OF_ENDPOINTS =
      " WHERE account = :account AND region = :region AND platform = :platform"
          + " AND application = :name";
  private static final String OF_ACCOUNT = " WHERE account = :account AND region = :region";

  private final Handle sql;

  PlatformTable(Handle sql) {
    this.sql = sql;
  }

  /// An application, or a device that runs it.
  public record Platform(PlatformArn arn, Map<String, String> attributes) {}

  public Optional<Platform> find(PlatformArn arn) {
    return arn.isEndpoint()
        ? bind(
                arn,
                sql.createQuery(
                    "SELECT * FROM platform_endpoints" + OF_ENDPOINTS + " AND id = :id"))
            .bind("id", arn.endpoint())
            .map((row, _) -> endpoint(row))
            .findOne()
        : bind(arn, sql.createQuery("SELECT * FROM platform_applications" + OF_APPLICATION))
            .map((row, _) -> application(row))
            .findOne();
  }

  /// An application's device with this token.
  public Optional<Platform> withToken(PlatformArn application, String token) {
    return bind(
            application,
            sql.createQuery(
                "SELECT * FROM platform_endpoints" + OF_ENDPOINTS + " AND token = :token"))
        .bind("token", token)
        .map((row, _) -> endpoint(row))
        .findOne();
  }

  /// An account's applications by platform and name.
  ///
  /// @param platform with `name` what was listed last; empty for the beginning
  public List<Platform> applications(
      AccountId account, Region region, String platform, String name, int most) {
    return sql.createQuery(
            "SELECT * FROM platform_applications"
                + OF_ACCOUNT
                + " AND (platform, name) > (:platform, :name) ORDER BY platform, name LIMIT :most")
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("platform", platform)
        .bind("name", name)
        .bind("most", most)
        .map((row, _) -> application(row))
        .list();
  }

  /// An application's devices by id.
  ///
  /// @param after the id behind which to begin; empty for the beginning
  public List<Platform> endpoints(PlatformArn application, String after, int most) {
    return bind(
            application,
            sql.createQuery(
                "SELECT * FROM platform_endpoints"
                    + OF_ENDPOINTS
                    + " AND id > :after ORDER BY id LIMIT :most"))
        .bind("after", after)
        .bind("most", most)
        .map((row, _) -> endpoint(row))
        .list();
  }

  /// Keeps an application or a device in place of the one with its ARN.
  public void put(Platform platform) {
    var arn = platform.arn();
    var attributes = TextMap.write(platform.attributes());
    if (arn.isEndpoint()) {
      deleteEndpoint(arn);
      bind(
              arn,
              sql.createUpdate(
                  """
                  INSERT INTO platform_endpoints
                    (account, region, platform, application, id, token, attributes)
                  VALUES (:account, :region, :platform, :name, :id, :token, :attributes)
                  """))
          .bind("id", arn.endpoint())
          .bind("token", platform.attributes().getOrDefault("Token", ""))
          .bind("attributes", attributes)
          .execute();
    } else {
      bind(arn, sql.createUpdate("DELETE FROM platform_applications" + OF_APPLICATION)).execute();
      bind(
              arn,
              sql.createUpdate(
                  """
                  INSERT INTO platform_applications (account, region, platform, name, attributes)
                  VALUES (:account, :region, :platform, :name, :attributes)
                  """))
          .bind("attributes", attributes)
          .execute();
    }
  }

  /// Deletes an application with all its devices.
  public void deleteApplication(PlatformArn arn) {
    bind(arn, sql.createUpdate("DELETE FROM platform_endpoints" + OF_ENDPOINTS)).execute();
    bind(arn, sql.createUpdate("DELETE FROM platform_applications" + OF_APPLICATION)).execute();
  }

  public void deleteEndpoint(PlatformArn arn) {
    bind(arn, sql.createUpdate("DELETE FROM platform_endpoints" + OF_ENDPOINTS + " AND id = :id"))
        .bind("id", arn.endpoint())
        .execute();
  }

  public Map<String, String> sms(AccountId account, Region region) {
    return sql.createQuery("SELECT attributes FROM sms_attributes" + OF_ACCOUNT)
        .bind("account", account.digits())
        .bind("region", region.name())
        .mapTo(String.class)
        .findOne()
        .map(TextMap::read)
        .orElse(Map.of());
  }

  public void putSms(AccountId account, Region region, Map<String, String> attributes) {
    sql.createUpdate(
            """
            INSERT INTO sms_attributes (account, region, attributes)
            VALUES (:account, :region, :attributes)
            ON CONFLICT (account, region) DO UPDATE SET attributes = excluded.attributes
            """)
        .bind("account", account.digits())
        .bind("region", region.name())
        .bind("attributes", TextMap.write(attributes))
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(PlatformArn arn, S statement) {
    return statement
        .bind("account", arn.account().digits())
        .bind("region", arn.region().name())
        .bind("platform", arn.platform())
        .bind("name", arn.application());
  }

  private static Platform application(ResultSet row) throws SQLException {
    return platform(row, row.getString("name"), "");
  }

  private static Platform endpoint(ResultSet row) throws SQLException {
    return platform(row, row.getString("application"), row.getString("id"));
  }

  private static Platform platform(ResultSet row, String application, String endpoint)
      throws SQLException {
    return new Platform(
        new PlatformArn(
            new AccountId(row.getString("account")),
            new Region(row.getString("region")),
            row.getString("platform"),
            application,
            endpoint),
        TextMap.read(row.getString("attributes")));
  }
}
