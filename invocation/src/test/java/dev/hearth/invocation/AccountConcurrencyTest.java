package dev.hearth.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Settings;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class AccountConcurrencyTest {
  @Test
  void eachAccountHasItsOwnLimitAndAChangeCountsAtOnce() {
    var version =
        new FunctionVersion(
            new AccountId("123456789012"),
            Region.DEFAULT,
            "f",
            "$LATEST",
            "1",
            "Active",
            Path.of("/nowhere"),
            "sha",
            Settings.defaults("f", "arn:aws:iam::123456789012:role/r", "python3.12", "app.handler"),
            Map.of());
    Map<AccountId, Integer> limits = new ConcurrentHashMap<>(Map.of(version.account(), 1));
    var function = new Concurrency(account -> limits.getOrDefault(account, 0)).use(version);

    assertThat(function.enter(false)).isNull();
    assertThat(function.enter(false)).isEqualTo(Concurrency.ACCOUNT_LIMIT);
    limits.put(version.account(), 2);
    assertThat(function.enter(false)).isNull();
    limits.put(version.account(), 1);
    function.leave(false);
    assertThat(function.enter(false)).isEqualTo(Concurrency.ACCOUNT_LIMIT);
    function.leave(false);
    assertThat(function.enter(false)).isNull();
  }
}
