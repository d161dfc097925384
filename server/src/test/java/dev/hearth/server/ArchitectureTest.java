package dev.hearth.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Holds the order of the parts that ARCHITECTURE.md draws.
class ArchitectureTest {
  // Lowest first. The build's module graph allows less than this; what it cannot say is said here.
  private static final List<String> PARTS =
      List.of(
          "kernel",
          "store",
          "wire",
          "identity",
          "observability",
          "secrets",
          "sandbox",
          "functions",
          "invocation",
          "gateway",
          "workflows",
          "messaging",
          "server");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.hearth");

  @Test
  void aPartNeverSeesOneAboveIt() {
    var layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (var part : PARTS) {
      layers = layers.layer(part).definedBy("dev.hearth." + part + "..");
    }
    for (int i = 0; i < PARTS.size() - 1; i++) {
      var above = PARTS.subList(i + 1, PARTS.size()).toArray(String[]::new);
      layers = layers.whereLayer(PARTS.get(i)).mayOnlyBeAccessedByLayers(above);
    }
    layers.whereLayer("server").mayNotBeAccessedByAnyLayer().check(CLASSES);
  }

  @Test
  void theSandboxKnowsOnlyTheKernel() {
    noClasses()
        .that()
        .resideInAPackage("dev.hearth.sandbox..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.hearth.store..",
            "dev.hearth.wire..",
            "dev.hearth.identity..",
            "dev.hearth.observability..")
        .check(CLASSES);
  }

  @Test
  void theKernelDoesNoIO() {
    noClasses()
        .that()
        .resideInAPackage("dev.hearth.kernel..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.sql..")
        .check(CLASSES);
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching("dev.hearth.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    var unmarked = new TreeSet<String>();
    CLASSES.forEach(
        type -> {
          if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
            unmarked.add(type.getPackageName());
          }
        });
    assertThat(unmarked).isEmpty();
  }
}
