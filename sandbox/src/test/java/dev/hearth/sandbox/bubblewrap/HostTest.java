package dev.hearth.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostTest {
  @Test
  void theDoctorFindsWhatTheOtherTestsNeed() {
    Requirements.sandboxes();
    var checks = new Host(Requirements.settings(null)).check();
    assertThat(checks)
        .extracting(HostCheck::name)
        .contains(
            "system",
            "privileges",
            "bubblewrap",
            "user namespaces",
            "user ids",
            "kernel calls",
            "seccomp",
            "open files",
            "crashes",
            "control groups",
            "swap",
            "sandbox",
            "code injection",
            "outbound connections");
    assertThat(checks.stream().anyMatch(check -> check.name().equals("memory limit")))
        .isEqualTo(Requirements.controlGroups());
    assertThat(checks).noneMatch(check -> check.state() == HostCheck.State.MISSING);
    assertThat(checks)
        .allMatch(check -> (check.mend() == null) == (check.state() == HostCheck.State.OK));
  }
}
