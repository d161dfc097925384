package dev.hearth.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.AccountLimits;
import dev.hearth.kernel.AccountId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsRequest;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;

class AccountLimitsTest {
  private record Limits(int runs, long count, long bytes) implements AccountLimits {
    @Override
    public int concurrency(AccountId account) {
      return runs;
    }

    @Override
    public long functions(AccountId account) {
      return count;
    }

    @Override
    public long codeBytes(AccountId account) {
      return bytes;
    }
  }

  @TempDir private Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void anAccountHasNoMoreFunctionsThanItMayAndKeepsThoseThatItHas() {
    lab.allowed = new Limits(1_000, 2, Long.MAX_VALUE);
    lab.createActive("a");
    lab.createActive("b");

    var refusal = lab.refused(Lab.creation("c").build());
    assertThat(refusal.code()).isEqualTo("CodeStorageExceededException");
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal).hasMessage("The account may have 2 functions in a region.");

    lab.allowed = new Limits(1_000, 1, Long.MAX_VALUE);
    lab.updateCode("a", "changed");
    lab.settle();
    lab.delete("a");
    lab.delete("b");
    lab.create("c");
  }

  @Test
  void anAccountStoresNoMoreCodeThanItMay() {
    lab.createActive("a");
    var settings =
        lab.run(GetAccountSettingsRequest.builder().build(), GetAccountSettingsResponse.class);
    long used = settings.accountUsage().totalCodeSize();
    lab.allowed = new Limits(1_000, 10, used);

    assertThat(lab.refused(Lab.creation("b").build()).code())
        .isEqualTo("CodeStorageExceededException");
    lab.allowed = new Limits(1_000, 10, 2 * used);
    lab.create("b");
  }

  @Test
  void settingsAndReservationsKnowWhatAnAccountMay() {
    lab.createActive("a");
    lab.allowed = new Limits(150, 10, 5_000);

    var settings =
        lab.run(GetAccountSettingsRequest.builder().build(), GetAccountSettingsResponse.class);

    assertThat(settings.accountLimit().concurrentExecutions()).isEqualTo(150);
    assertThat(settings.accountLimit().totalCodeSize()).isEqualTo(5_000);
    assertThat(
            lab.refused(
                PutFunctionConcurrencyRequest.builder()
                    .functionName("a")
                    .reservedConcurrentExecutions(51)
                    .build()))
        .hasMessageContaining("below its minimum value of [100]");
  }
}
