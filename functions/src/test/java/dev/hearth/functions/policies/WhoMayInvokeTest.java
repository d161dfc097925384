package dev.hearth.functions.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.functions.api.Lab;
import dev.hearth.identity.Identity;
import dev.hearth.identity.ledger.AccessLedger;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AddPermissionResponse;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemovePermissionResponse;

/// Policies of functions as identity decides by them.
class WhoMayInvokeTest {
  private static final AccountId OTHER = new AccountId("111122223333");
  private static final String INVOKE = "lambda:InvokeFunction";

  @TempDir Path folder;
  private Lab lab;
  private Database accounts;
  private AccessLedger ledger;
  private Identity identity;

  @BeforeEach
  void open() throws IOException {
    lab = new Lab(Files.createDirectory(folder.resolve("lab")));
    lab.createActive("f");
    lab.publish("f");
    accounts =
        Databases.sqlite(folder.resolve("identity.db"), Identity.SCHEMA, AccessLedger.SCHEMA);
    ledger = new AccessLedger(accounts, InstantSource.system());
    identity =
        new Identity(
            accounts,
            ledger,
            folder,
            InstantSource.system(),
            new SecureRandom(),
            true,
            lab.policies());
  }

  @AfterEach
  void close() {
    ledger.close();
    accounts.close();
    lab.close();
  }

  @Test
  void anotherAccountNeedsTheFunctionsPermissionAndItsOwn() {
    var administrator = identity.authentication().find(OTHER.digits(), null).orElseThrow().caller();
    var nobody =
        new Caller(OTHER, "arn:aws:iam::" + OTHER + ":user/nobody", "AIDANOBODY", null, Map.of());
    assertThat(verdict(administrator, "f")).contains("no resource-based policy allows");

    permit("other", input -> input.principal(OTHER.digits()));
    assertThat(verdict(administrator, "f")).isEqualTo("allowed");
    assertThat(verdict(nobody, "f")).contains("no identity-based policy allows");
    assertThat(verdict(administrator, "f:1")).contains("no resource-based policy allows");

    lab.run(
        RemovePermissionRequest.builder().functionName("f").statementId("other").build(),
        RemovePermissionResponse.class);
    assertThat(verdict(administrator, "f")).contains("no resource-based policy allows");
  }

  @Test
  void aPermissionOnAVersionIsNoneOnTheFunction() {
    var administrator = identity.authentication().find(OTHER.digits(), null).orElseThrow().caller();
    permit("other", input -> input.principal(OTHER.digits()).qualifier("1"));
    assertThat(verdict(administrator, "f:1")).isEqualTo("allowed");
    assertThat(verdict(administrator, "f")).contains("no resource-based policy allows");
  }

  @Test
  void aUserOfTheSameAccountIsLetInByTheFunctionAlone() {
    var arn = "arn:aws:iam::" + Lab.ACCOUNT + ":user/ann";
    var ann = new Caller(Lab.ACCOUNT, arn, "AIDAANN", null, Map.of());
    assertThat(verdict(ann, "f")).contains("no identity-based policy allows");
    permit("ann", input -> input.principal(arn));
    assertThat(verdict(ann, "f")).isEqualTo("allowed");
  }

  @Test
  void aServiceIsLetInForTheSourceThatThePolicyNames() {
    var events = new Caller(Lab.ACCOUNT, "events.amazonaws.com", "events", null, Map.of());
    var rule = "arn:aws:events:us-east-1:123456789012:rule/r";
    assertThat(verdict(events, "f", rule)).contains("no resource-based policy allows");
    permit("rule", input -> input.principal("events.amazonaws.com").sourceArn(rule));
    assertThat(verdict(events, "f", rule)).isEqualTo("allowed");
    assertThat(verdict(events, "f", rule + "2")).contains("no resource-based policy allows");
  }

  @Test
  void everybodyIsLetInWhereThePolicySaysSo() {
    permit("all", input -> input.principal("*").sourceAccount("444455556666"));
    var anonymous = Caller.anonymous(Lab.ACCOUNT);
    assertThat(verdict(anonymous, "f")).contains("no resource-based policy allows");
    permit("really-all", input -> input.principal("*"));
    assertThat(verdict(anonymous, "f")).isEqualTo("allowed");
  }

  private void permit(String sid, Consumer<AddPermissionRequest.Builder> change) {
    var input = AddPermissionRequest.builder().functionName("f").statementId(sid).action(INVOKE);
    change.accept(input);
    lab.run(input.build(), AddPermissionResponse.class);
  }

  private String verdict(Caller caller, String function) {
    return verdict(caller, function, Map.of());
  }

  private String verdict(Caller caller, String function, String sourceArn) {
    return verdict(caller, function, Map.of("aws:SourceArn", List.of(sourceArn)));
  }

  private String verdict(Caller caller, String function, Map<String, List<String>> conditions) {
    var own = Lab.call();
    var call =
        new Call(
            own.requestId(),
            "lambda",
            "Invoke",
            own.region(),
            caller,
            own.endpoint(),
            own.sourceAddress(),
            own.userAgent(),
            own.time());
    var need = new Access.Need(INVOKE, Lab.ARN + function, conditions);
    try {
      identity.authorization().check(new Access(List.of(need)), call);
      return "allowed";
    } catch (ServiceException refusal) {
      return refusal.getMessage();
    }
  }
}
