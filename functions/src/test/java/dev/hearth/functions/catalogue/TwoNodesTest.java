package dev.hearth.functions.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.functions.api.FunctionsPart;
import dev.hearth.functions.api.Lab;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AddPermissionResponse;
import software.amazon.awssdk.services.lambda.model.CreateAliasRequest;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemovePermissionResponse;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;

/// What one node changes is seen by the other at once.
class TwoNodesTest {
  @TempDir private Path folder;
  private Database database;
  private Lab here;
  private Lab there;

  @BeforeEach
  void open() {
    database = Databases.sqlite(folder.resolve("shared.db"), FunctionsPart.SCHEMA);
    here = new Lab(folder, new Shared(database));
    there = new Lab(folder, new Shared(database));
    here.createActive("f");
    here.publish("f");
    here.updateCode("f", "version 2");
    here.settle();
    here.publish("f");
    here.run(
        CreateAliasRequest.builder().functionName("f").name("live").functionVersion("1").build(),
        CreateAliasResponse.class);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static String version(Lab node, String qualifier) {
    return node.functions().resolve(Lab.ACCOUNT, Region.DEFAULT, "f", qualifier).version();
  }

  @Test
  void anAliasThatWasMovedLeadsToItsNewVersion() {
    assertThat(version(there, "live")).isEqualTo("1");
    here.run(
        UpdateAliasRequest.builder().functionName("f").name("live").functionVersion("2").build(),
        UpdateAliasResponse.class);
    assertThat(version(there, "live")).isEqualTo("2");
  }

  @Test
  void codeThatWasReplacedIsNotRunAnyMore() {
    var old = there.functions().resolve(Lab.ACCOUNT, Region.DEFAULT, "f", "");
    here.updateCode("f", "version 3");
    here.settle();
    var current = there.functions().resolve(Lab.ACCOUNT, Region.DEFAULT, "f", "");
    assertThat(current.revision()).isNotEqualTo(old.revision());
    assertThat(current.code().resolve("app.py")).hasContent("version 3");
    assertThat(there.functions().lease(old)).isEmpty();
  }

  @Test
  void aFunctionThatWasDeletedIsNotFound() {
    assertThat(version(there, "")).isEqualTo("$LATEST");
    here.delete("f");
    assertThatThrownBy(() -> version(there, "")).isInstanceOf(ServiceException.class);
  }

  @Test
  void aPermissionThatWasTakenAwayIsGone() {
    var arn = Lab.ARN + "f";
    here.run(
        AddPermissionRequest.builder()
            .functionName("f")
            .statementId("s")
            .action("lambda:InvokeFunction")
            .principal("s3.amazonaws.com")
            .build(),
        AddPermissionResponse.class);
    assertThat(there.policies().find(arn)).isPresent();
    here.run(
        RemovePermissionRequest.builder().functionName("f").statementId("s").build(),
        RemovePermissionResponse.class);
    assertThat(there.policies().find(arn)).isEmpty();
  }

  /// As PostgreSQL is for several nodes.
  private record Shared(Database database) implements Database {
    @Override
    public boolean isShared() {
      return true;
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
      return database.read(work);
    }

    @Override
    public <T extends @Nullable Object> T write(Isolation isolation, Work<T> work) {
      return database.write(isolation, work);
    }

    @Override
    public void close() {
      database.close();
    }
  }
}
