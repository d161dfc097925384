package dev.hearth.cli.check.osv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.check.Ecosystem;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each list ascends; orders are those of the ecosystems' own documentation.
class VersionOrderTest {
  @Test
  void ofNode() {
    ascends(
        Ecosystem.NODE,
        "0.9.9",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "1.0.10",
        "1.2.0",
        "99999999999999999999.0.0");
    same(Ecosystem.NODE, "1.0.0+build", "v1.0.0");
  }

  @Test
  void ofPython() {
    ascends(
        Ecosystem.PYTHON,
        "1.0.dev456",
        "1.0a1",
        "1.0a2.dev456",
        "1.0a12.dev456",
        "1.0a12",
        "1.0b1.dev456",
        "1.0b2",
        "1.0b2.post345.dev456",
        "1.0b2.post345",
        "1.0rc1.dev456",
        "1.0rc1",
        "1.0",
        "1.0+abc.5",
        "1.0+abc.7",
        "1.0+5",
        "1.0.post456.dev34",
        "1.0.post456",
        "1.0.15",
        "1.1.dev1",
        "1!0.1");
    same(Ecosystem.PYTHON, "1.0", "1.0.0");
    same(Ecosystem.PYTHON, "1.0-1", "1.0.post1");
    same(Ecosystem.PYTHON, "1.0-alpha.1", "v1.0A1");
  }

  @Test
  void ofMaven() {
    ascends(
        Ecosystem.JAVA,
        "1-alpha2",
        "1-beta",
        "1-milestone",
        "1-rc",
        "1-SNAPSHOT",
        "1",
        "1-sp",
        "1-abc",
        "1-1",
        "1.0.1",
        "1.2",
        "1.10",
        "2.13.4.1",
        "2.13.4.2");
    same(Ecosystem.JAVA, "1.0.0", "1");
    same(Ecosystem.JAVA, "1-ga", "1.Final");
    same(Ecosystem.JAVA, "1rc1", "1-rc-1");
  }

  private static void ascends(Ecosystem ecosystem, String... versions) {
    var order = VersionOrder.of(ecosystem);
    for (int i = 0; i < versions.length; i++) {
      for (int j = 0; j < versions.length; j++) {
        assertThat(Integer.signum(order.compare(versions[i], versions[j])))
            .as(List.of(versions[i], versions[j]).toString())
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  private static void same(Ecosystem ecosystem, String a, String b) {
    assertThat(VersionOrder.of(ecosystem).compare(a, b)).as(a + " " + b).isZero();
  }
}
