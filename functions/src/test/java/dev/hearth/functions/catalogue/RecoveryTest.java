package dev.hearth.functions.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.functions.api.Lab;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
  @TempDir Path folder;
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
  void aFunctionThatWasPendingBecomesActive() {
    lab.create("f");
    lab.restart();
    assertThat(lab.get("f").stateAsString()).isEqualTo("Pending");
    lab.settle();
    assertThat(lab.get("f").stateAsString()).isEqualTo("Active");
  }

  @Test
  void anUpdateThatWasInProgressBecomesSuccessfulAndItsOldCodeGoes() {
    lab.createActive("f");
    var old = code("f");
    lab.updateCode("f", "version 2");
    lab.restart();
    lab.settle();
    assertThat(lab.get("f").lastUpdateStatusAsString()).isEqualTo("Successful");
    assertThat(code("f").resolve("app.py")).hasContent("version 2");
    assertThat(old).doesNotExist();
  }

  @Test
  void aPublishedVersionThatWasPendingBecomesActiveToo() {
    lab.create("f", input -> input.publish(true));
    lab.restart();
    lab.settle();
    assertThat(lab.get("f", "1").stateAsString()).isEqualTo("Active");
  }

  @Test
  void aPendingFunctionWhoseCodeIsLostFails() throws IOException {
    lab.create("f");
    Files.move(code("f").resolveSibling("package.zip"), folder.resolve("stolen.zip"));
    lab.restart();
    lab.settle();
    assertThat(lab.get("f").stateAsString()).isEqualTo("Failed");
    assertThat(lab.get("f").stateReasonCodeAsString()).isEqualTo("InvalidZipFileException");
    assertThat(lab.get("f").stateReason()).contains("Upload it again");

    lab.updateCode("f", "version 2");
    lab.settle();
    assertThat(lab.get("f").stateAsString()).isEqualTo("Active");
    assertThat(lab.get("f").stateReason()).isNull();
    assertThat(lab.get("f").lastUpdateStatusAsString()).isEqualTo("Successful");
  }

  @Test
  void anUpdateWhoseCodeIsLostFailsAndCanBeRepeated() throws IOException {
    lab.createActive("f");
    lab.updateCode("f", "version 2");
    lab.restart();
    Files.delete(code("f").resolveSibling("package.zip"));
    lab.settle();
    assertThat(lab.get("f").stateAsString()).isEqualTo("Active");
    assertThat(lab.get("f").lastUpdateStatusAsString()).isEqualTo("Failed");
    lab.updateCode("f", "version 3");
    lab.settle();
    assertThat(lab.get("f").lastUpdateStatusAsString()).isEqualTo("Successful");
  }

  @Test
  void aFunctionWhoseRuntimeWentAwayFailsAndIsTriedAgainAtTheNextStart() {
    lab.create("f");
    lab.missingRuntimes.add("python3.13");
    lab.restart();
    lab.settle();
    assertThat(lab.get("f").stateAsString()).isEqualTo("Failed");
    assertThat(lab.get("f").stateReasonCodeAsString()).isEqualTo("InvalidRuntime");
    assertThat(lab.get("f").stateReason()).isEqualTo("Runtime python3.13: not on this host");

    lab.missingRuntimes.clear();
    lab.restart();
    lab.settle();
    assertThat(lab.get("f").stateAsString()).isEqualTo("Active");
  }

  @Test
  void withoutTheKeyOfTheVariablesNothingIsMadeUp() throws IOException {
    lab.createActive("f");
    Files.delete(folder.resolve("code/environment.key"));
    lab.restart();
    assertThatThrownBy(() -> lab.get("f"))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("sealed with another key");
  }

  @Test
  void aRestartKeepsEverythingThatWasAnswered() {
    lab.create("f", input -> input.tags(java.util.Map.of("team", "blue")).memorySize(512));
    lab.settle();
    var published = lab.publish("f");
    var before = lab.get("f");
    lab.restart();
    lab.settle();
    assertThat(lab.get("f")).isEqualTo(before);
    assertThat(lab.get("f", "1").revisionId()).isEqualTo(published.revisionId());
    assertThat(code("f").resolve("app.py")).hasContent("version 1");
  }

  private Path code(String name) {
    return lab.functions().resolve(Lab.ACCOUNT, new Region("us-east-1"), name, "").code();
  }
}
