package dev.hearth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.identity.RoleCredentials.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class AuthenticationTest {
  @TempDir Path folder;
  private Cloud cloud;

  @BeforeEach
  void start() {
    cloud = new Cloud(folder, false);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private void restart(boolean developer) {
    cloud.close();
    cloud = new Cloud(folder, developer);
  }

  @Test
  void theFirstStartMakesAKeyOfAwsForm() {
    var key = cloud.identity.administrator();

    assertThat(key.accessKeyId()).matches("AKIA[A-Z2-7]{16}");
    assertThat(key.secret()).hasSize(40);
    assertThat(key.account().digits()).matches("[1-9][0-9]{11}");
    assertThat(key.toString()).doesNotContain(key.secret());
    assertThat(cloud.identity.authentication().find(key.accessKeyId(), null))
        .hasValueSatisfying(
            found -> {
              assertThat(found.secret()).isEqualTo(key.secret());
              assertThat(found.caller().arn())
                  .isEqualTo("arn:aws:iam::" + key.account() + ":user/administrator");
            });
    assertThat(cloud.verdict(cloud.administrator, "lambda:CreateFunction", "*"))
        .isEqualTo("allowed");
  }

  @Test
  void theKeyStaysTheSameAndCanBeReadWhileTheServerRuns() {
    var key = cloud.identity.administrator();

    assertThat(Administrator.read(folder)).contains(key);
    restart(false);
    assertThat(cloud.identity.administrator()).isEqualTo(key);
  }

  @Test
  void whatIsSecretIsReadableByItsOwnerOnly() throws IOException {
    try (var files = Files.walk(folder.resolve("identity"))) {
      for (var file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .endsWith("------");
      }
    }
  }

  @Test
  void secretsAreNotInTheDatabase() throws IOException {
    var secret = cloud.identity.administrator().secret();
    cloud.close();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(secret);
      }
    }
    cloud = new Cloud(folder, false);
  }

  @Test
  void aLostKeyFileIsMadeAnewWithTheSameKey() throws IOException {
    var key = cloud.identity.administrator();
    Files.delete(folder.resolve("identity/administrator.json"));
    restart(false);

    assertThat(cloud.identity.administrator()).isEqualTo(key);
    assertThat(Administrator.read(folder)).contains(key);
  }

  @Test
  void aDeletedAdministratorKeyIsReplacedAtTheNextStart() {
    var key = cloud.identity.administrator();
    cloud.run(
        DeleteAccessKeyRequest.builder()
            .userName("administrator")
            .accessKeyId(key.accessKeyId())
            .build());
    restart(false);

    assertThat(cloud.identity.administrator().accessKeyId()).isNotEqualTo(key.accessKeyId());
    assertThat(cloud.identity.administrator().account()).isEqualTo(key.account());
    assertThat(cloud.verdict(cloud.administrator, "iam:ListUsers", "*")).isEqualTo("allowed");
  }

  @Test
  void aDamagedKeyFileIsNamed() throws IOException {
    Files.writeString(folder.resolve("identity/administrator.json"), "{");

    assertThatThrownBy(() -> Administrator.read(folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("administrator.json cannot be read");
  }

  @Test
  void aDamagedSealingKeyIsNamedAndNotReplaced() throws IOException {
    cloud.close();
    var file = folder.resolve("identity/sealing.key");
    Files.write(file, new byte[31]);

    assertThatThrownBy(() -> new Cloud(folder, false)).hasStackTraceContaining("is damaged");
    assertThat(Files.size(file)).isEqualTo(31);
  }

  @Test
  void developersKeysStandForTheAdministratorsOfTheirAccounts() {
    restart(true);

    assertThat(cloud.identity.administrator())
        .isEqualTo(Administrator.read(folder).orElseThrow())
        .extracting(Administrator::accessKeyId, Administrator::secret)
        .containsExactly("test", "test");
    assertThat(cloud.administrator.account().digits()).isEqualTo("000000000000");
    var other = cloud.identity.authentication().find("111122223333", "any token").orElseThrow();
    assertThat(other.secret()).isEqualTo("test");
    assertThat(other.caller().account().digits()).isEqualTo("111122223333");
    assertThat(cloud.verdict(other.caller(), "s3:GetObject", "arn:aws:s3:::b/k"))
        .isEqualTo("allowed");
    assertThat(
            cloud.verdict(
                other.caller(),
                "lambda:InvokeFunction",
                "arn:aws:lambda:us-east-1:000000000000:function:f"))
        .contains("because no resource-based policy allows");
  }

  @Test
  void developersKeysAreUnknownWhereTheyAreNotAskedFor() {
    assertThat(cloud.identity.authentication().find("test", null)).isEmpty();
    assertThat(cloud.identity.authentication().find("111122223333", null)).isEmpty();
  }

  @Test
  void theHomeAccountIsKeptThroughAStartForDevelopers() {
    var key = cloud.identity.administrator();
    restart(true);
    assertThat(cloud.identity.authentication().find(key.accessKeyId(), null)).isPresent();
    restart(false);

    assertThat(cloud.identity.administrator()).isEqualTo(key);
  }

  @Test
  void anInactiveOrDeletedKeyIsUnknownAtTheVeryNextCall() {
    cloud.run(CreateUserRequest.builder().userName("ann").build());
    var id =
        cloud
            .run(
                CreateAccessKeyRequest.builder().userName("ann").build(),
                CreateAccessKeyResponse.class)
            .accessKey()
            .accessKeyId();
    assertThat(cloud.identity.authentication().find(id, null)).isPresent();

    cloud.run(status("ann", id, "Inactive"));
    assertThat(cloud.identity.authentication().find(id, null)).isEmpty();
    cloud.run(status("ann", id, "Active"));
    assertThat(cloud.identity.authentication().find(id, null)).isPresent();
    cloud.run(DeleteAccessKeyRequest.builder().userName("ann").accessKeyId(id).build());
    assertThat(cloud.identity.authentication().find(id, null)).isEmpty();
  }

  @Test
  void aFunctionsCredentialsAreASessionOfItsRole() {
    var role = role("worker", Cloud.TRUSTS_LAMBDA);
    var credentials = issue(role);

    var key =
        cloud
            .identity
            .authentication()
            .find(credentials.accessKeyId(), credentials.sessionToken())
            .orElseThrow();
    assertThat(key.secret()).isEqualTo(credentials.secret());
    assertThat(credentials.accessKeyId()).matches("ASIA[A-Z2-7]{16}");
    assertThat(credentials.expiration()).isEqualTo(cloud.now().plus(Duration.ofHours(1)));
    assertThat(credentials.toString()).doesNotContain(credentials.secret());
    var identity =
        cloud.run(
            key.caller(),
            GetCallerIdentityRequest.builder().build(),
            GetCallerIdentityResponse.class);
    assertThat(identity.arn())
        .isEqualTo("arn:aws:sts::" + cloud.account() + ":assumed-role/worker/f");
    assertThat(identity.userId()).matches("AROA[A-Z2-7]{17}:f");
  }

  @Test
  void aTemporaryKeyIsFoundOnlyWithItsOwnToken() {
    var role = role("worker", Cloud.TRUSTS_LAMBDA);
    var one = issue(role);
    var two = issue(role);
    var find = cloud.identity.authentication();

    assertThat(find.find(one.accessKeyId(), null)).isEmpty();
    assertThat(find.find(one.accessKeyId(), two.sessionToken())).isEmpty();
    assertThat(find.find(one.accessKeyId(), "no token")).isEmpty();
    assertThat(find.find(one.accessKeyId(), "")).isEmpty();
    assertThat(find.find(cloud.identity.administrator().accessKeyId(), one.sessionToken()))
        .isEmpty();
  }

  @Test
  void everyChangedBitOfATokenIsNoticed() {
    var credentials = issue(role("worker", Cloud.TRUSTS_LAMBDA));
    var token = Base64.getUrlDecoder().decode(credentials.sessionToken());
    for (int bit = 0; bit < token.length * 8; bit++) {
      var changed = token.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);

      assertThat(
              cloud
                  .identity
                  .authentication()
                  .find(
                      credentials.accessKeyId(),
                      Base64.getUrlEncoder().withoutPadding().encodeToString(changed)))
          .as("bit " + bit)
          .isEmpty();
    }
  }

  @Test
  void anExpiredTokenIsRefusedAsSuch() {
    var credentials = issue(role("worker", Cloud.TRUSTS_LAMBDA));
    Runnable find =
        () ->
            cloud
                .identity
                .authentication()
                .find(credentials.accessKeyId(), credentials.sessionToken());
    cloud.pass(Duration.ofHours(1).minusSeconds(1));
    find.run();
    cloud.pass(Duration.ofSeconds(1));

    Cloud.refused(
        "ExpiredTokenException", "The security token included in the request is expired", find);
  }

  @Test
  void tokensOutliveARestartButNotAnotherSealingKey() throws IOException {
    var credentials = issue(role("worker", Cloud.TRUSTS_LAMBDA));
    restart(false);
    assertThat(
            cloud
                .identity
                .authentication()
                .find(credentials.accessKeyId(), credentials.sessionToken()))
        .isPresent();

    var other = Files.createDirectory(folder.resolve("other"));
    try (var stranger = new Cloud(other, false)) {
      assertThat(
              stranger
                  .identity
                  .authentication()
                  .find(credentials.accessKeyId(), credentials.sessionToken()))
          .isEmpty();
    }
  }

  @Test
  void aRoleThatIsDeletedTakesItsSessionsAlongEvenWhereItIsMadeAnew() {
    var credentials = issue(role("worker", Cloud.TRUSTS_LAMBDA));
    cloud.run(DeleteRoleRequest.builder().roleName("worker").build());
    role("worker", Cloud.TRUSTS_LAMBDA);

    assertThat(
            cloud
                .identity
                .authentication()
                .find(credentials.accessKeyId(), credentials.sessionToken()))
        .isEmpty();
  }

  @Test
  void onlyARoleThatTrustsLambdaIsAssumableByIt() {
    var roles = cloud.identity.roles();
    var worker = role("worker", Cloud.TRUSTS_LAMBDA);
    var states = role("states", Cloud.trusting("\"Service\":\"states.amazonaws.com\""));

    assertThat(roles.assumable(worker, "lambda.amazonaws.com")).isTrue();
    assertThat(roles.assumable(states, "lambda.amazonaws.com")).isFalse();
    assertThat(roles.assumable(worker + "x", "lambda.amazonaws.com")).isFalse();
    assertThat(roles.assumable("worker", "lambda.amazonaws.com")).isFalse();
    assertThat(roles.assumable("arn:aws:iam::1:role/x", "lambda.amazonaws.com")).isFalse();
    assertThat(roles.assumable("", "lambda.amazonaws.com")).isFalse();
    Cloud.refused("AccessDenied", "no role trust policy allows", () -> issue(states));

    cloud.run(
        UpdateAssumeRolePolicyRequest.builder()
            .roleName("worker")
            .policyDocument(Cloud.trusting("\"Service\":\"states.amazonaws.com\""))
            .build());
    assertThat(roles.assumable(worker, "lambda.amazonaws.com")).isFalse();
  }

  private Credentials issue(String roleArn) {
    return cloud
        .identity
        .roleCredentials()
        .issue(roleArn, "f", "lambda.amazonaws.com", Duration.ofHours(1));
  }

  private String role(String name, String trust) {
    return cloud
        .run(
            CreateRoleRequest.builder().roleName(name).assumeRolePolicyDocument(trust).build(),
            CreateRoleResponse.class)
        .role()
        .arn();
  }

  private static UpdateAccessKeyRequest status(String user, String id, String status) {
    return UpdateAccessKeyRequest.builder().userName(user).accessKeyId(id).status(status).build();
  }
}
