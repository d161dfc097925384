package dev.hearth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.identity.accounts.Account;
import dev.hearth.identity.accounts.AccountQuota;
import dev.hearth.kernel.AccountId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountRegisterTest {
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

  @Test
  void aNewAccountHasAnAdministratorWhoMayDoEverythingInIt() {
    var made = cloud.identity.accounts().create("team-a", AccountQuota.DEFAULT);

    var caller = cloud.caller(made.accessKeyId(), null);
    assertThat(caller.account()).isEqualTo(made.account()).isNotEqualTo(cloud.account());
    assertThat(made.toString()).doesNotContain(made.secret());
    assertThat(
            cloud.verdict(
                caller,
                "lambda:CreateFunction",
                "arn:aws:lambda:us-east-1:%s:function:f".formatted(made.account())))
        .isEqualTo("allowed");
    assertThat(
            cloud.verdict(
                caller,
                "lambda:GetFunction",
                "arn:aws:lambda:us-east-1:%s:function:f".formatted(cloud.account())))
        .contains("no resource-based policy");
    assertThat(cloud.identity.accounts().list())
        .extracting(Account::id)
        .containsExactlyInAnyOrder(cloud.account(), made.account());
    assertThat(cloud.identity.accounts().find("team-a").orElseThrow().home()).isFalse();
    assertThat(cloud.identity.accounts().find(cloud.account().digits()).orElseThrow().home())
        .isTrue();
  }

  @Test
  void aNameIsTakenOnce() {
    cloud.identity.accounts().create("team-a", AccountQuota.DEFAULT);

    Cloud.refused(
        "EntityAlreadyExists",
        "An account named team-a already exists.",
        () -> cloud.identity.accounts().create("team-a", AccountQuota.DEFAULT));
    assertThat(cloud.identity.accounts().list()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a_b", "1a", "123456789012", "a b"})
  void whatIsNoNameIsRefused(String name) {
    Cloud.refused(
        "ValidationError",
        "An account's name",
        () -> cloud.identity.accounts().create(name, AccountQuota.DEFAULT));
  }

  @Test
  void quotasStayOverARestartAndChangeOneAtATime() {
    var made =
        cloud.identity.accounts().create("team-a", new AccountQuota(50, null, 2_000_000_000L));
    cloud.identity.accounts().quota("team-a", new AccountQuota(null, 7, null));
    cloud.close();
    cloud = new Cloud(folder, false);

    assertThat(cloud.identity.accounts().quota(made.account()))
        .isEqualTo(new AccountQuota(50, 7, 2_000_000_000L));
    assertThat(cloud.identity.accounts().quota(new AccountId("111122223333")))
        .isEqualTo(AccountQuota.DEFAULT);
    Cloud.refused(
        "NoSuchEntity",
        "There is no account nobodys.",
        () -> cloud.identity.accounts().quota("nobodys", AccountQuota.DEFAULT));
  }

  @Test
  void aQuotaIsNotNegative() {
    assertThatThrownBy(() -> new AccountQuota(0, null, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AccountQuota(null, -1, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AccountQuota(null, null, -1L))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
