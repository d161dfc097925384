package dev.hearth.functions.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.api.Lab;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
    lab.createActive("f");
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void aVersionIsResolvedAsItIsToBeRun() {
    var version = resolve("f", "");
    assertThat(version.account()).isEqualTo(Lab.ACCOUNT);
    assertThat(version.versionArn()).isEqualTo(Lab.ARN + "f:$LATEST");
    assertThat(version.state()).isEqualTo("Active");
    assertThat(version.settings().runtime()).isEqualTo("python3.13");
    assertThat(version.settings().handler()).isEqualTo("app.handler");
    assertThat(version.code().resolve("app.py")).hasContent("version 1");
    assertThat(version.settings().memoryMebibytes()).isEqualTo(128);
    assertThat(version.settings().temporaryMebibytes()).isEqualTo(512);
    assertThat(version.timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(version.settings().logging().group()).isEqualTo("/aws/lambda/f");
  }

  @Test
  void theSameVersionComesFromMemoryUnderEveryName() {
    var version = resolve("f", "");
    assertThat(resolve("f", "$LATEST")).isSameAs(version);
    assertThat(resolve("f:$LATEST", "")).isSameAs(version);
    assertThat(resolve(Lab.ARN + "f", "")).isSameAs(version);
    assertThat(resolve("123456789012:function:f", "")).isSameAs(version);
  }

  @Test
  void memoryAnswersWhileTheDatabaseIsClosed() {
    var version = resolve("f", "");
    lab.close();
    assertThat(resolve("f", "")).isSameAs(version);
    assertThatThrownBy(() -> resolve("unknown", "")).isInstanceOf(ServiceException.class);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThatThrownBy(() -> resolve("nobody", ""))
        .isInstanceOfSatisfying(
            ServiceException.class,
            refusal -> assertThat(refusal.code()).isEqualTo("ResourceNotFoundException"))
        .hasMessage("Function not found: " + Lab.ARN + "nobody:$LATEST");
    assertThatThrownBy(() -> resolve("f", "live"))
        .hasMessage("Function not found: " + Lab.ARN + "f:live");
  }

  @Test
  void aPendingFunctionIsResolvedAsPendingUntilItIsActive() {
    lab.create("g");
    assertThat(resolve("g", "").state()).isEqualTo("Pending");
    lab.settle();
    assertThat(resolve("g", "").state()).isEqualTo("Active");
  }

  @Test
  void theOldVersionIsRetiredBeforeTheUpdateIsSuccessful() {
    var old = resolve("f", "");
    var heard = new ArrayList<String>();
    lab.functions()
        .onChange(
            retired -> {
              heard.add(retired.revision() + " " + lab.get("f").lastUpdateStatusAsString());
              // Whoever asks now gets the new code already.
              heard.add(resolve("f", "").revision());
            });
    lab.updateCode("f", "version 2");
    assertThat(heard).isEmpty();
    assertThat(resolve("f", "")).isSameAs(old);

    lab.settle();
    var current = lab.get("f");
    assertThat(current.lastUpdateStatusAsString()).isEqualTo("Successful");
    assertThat(heard).containsExactly(old.revision() + " InProgress", current.revisionId());
    assertThat(resolve("f", "").code().resolve("app.py")).hasContent("version 2");
  }

  @Test
  void anUpdateThatCannotRetireTheOldVersionFailsAndTheNextOneIsFree() {
    var broken = new AtomicBoolean(true);
    var others = new ArrayList<String>();
    lab.functions()
        .onChange(
            _ -> {
              if (broken.get()) {
                throw new IllegalStateException("a listener's bug");
              }
            });
    lab.functions().onChange(retired -> others.add(retired.name()));
    lab.updateCode("f", "version 2");
    lab.settle();
    assertThat(lab.get("f").lastUpdateStatusAsString()).isEqualTo("Failed");
    assertThat(lab.get("f").lastUpdateStatusReasonCodeAsString()).isEqualTo("InternalError");
    assertThat(others).containsExactly("f");

    broken.set(false);
    lab.updateCode("f", "version 3");
    lab.settle();
    assertThat(lab.get("f").lastUpdateStatusAsString()).isEqualTo("Successful");
  }

  @Test
  void aRetiredVersionCannotBeLeased() {
    var old = resolve("f", "");
    lab.updateCode("f", "version 2");
    lab.settle();
    assertThat(lab.functions().lease(old)).isEmpty();
    assertThat(lab.functions().lease(resolve("f", ""))).isPresent();
  }

  @Test
  void aDeletedVersionCannotBeLeasedAndANewOneOfItsNameIsAnother() {
    var old = resolve("f", "");
    lab.delete("f");
    assertThat(lab.functions().lease(old)).isEmpty();
    lab.createActive("f"); // of the same code
    assertThat(lab.functions().lease(old)).isEmpty();
    assertThat(lab.functions().lease(resolve("f", ""))).isPresent();
  }

  @Test
  void leasedCodeOutlivesItsFunction() {
    var lease = lab.functions().lease(resolve("f", "")).orElseThrow();
    lab.delete("f");
    lab.settle();
    assertThat(lease.code().resolve("app.py")).hasContent("version 1");
    lease.close();
    lab.settle();
    assertThat(lease.code()).doesNotExist();
  }

  @Test
  void resolvingFromMemoryTakesLessThanAMicrosecond() {
    var region = new Region("us-east-1");
    var best = Long.MAX_VALUE;
    int rounds = 20_000;
    for (int run = 0; run < 30; run++) {
      long start = System.nanoTime();
      for (int i = 0; i < rounds; i++) {
        if (lab.functions().resolve(Lab.ACCOUNT, region, "f", "").name().isEmpty()) {
          throw new AssertionError();
        }
      }
      best = Math.min(best, (System.nanoTime() - start) / rounds);
    }
    assertThat(best).as("nanoseconds").isLessThan(1_000);
  }

  @Test
  void secretsAreNotInTheTextOfAVersion() {
    assertThat(List.of(resolve("f", "").toString()))
        .containsExactly("FunctionVersion[" + Lab.ARN + "f:$LATEST]");
  }

  private FunctionVersion resolve(String name, String qualifier) {
    return lab.functions().resolve(Lab.ACCOUNT, new Region("us-east-1"), name, qualifier);
  }
}
