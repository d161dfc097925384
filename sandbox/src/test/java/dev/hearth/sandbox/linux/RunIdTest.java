package dev.hearth.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunIdTest {
  @Test
  void thisProcessIsAliveAndAnEarlierOneOfItsNumberIsNot() {
    var current = RunId.current();
    assertThat(RunId.parse(current.toString())).contains(current);
    assertThat(RunId.parse(current + "-12")).contains(current);
    assertThat(current.alive()).isTrue();
    assertThat(new RunId(current.pid(), current.started() - 1).alive()).isFalse();
  }

  @Test
  void otherNamesAreNobodysRun() {
    assertThat(RunId.parse("docker")).isEmpty();
    assertThat(RunId.parse("1-2-x")).isEmpty();
    assertThat(RunId.parse("")).isEmpty();
  }

  @Test
  void exitsAreToldInLambdasWords() {
    assertThat(new ExitStatus(1)).hasToString("exit status 1");
    assertThat(new ExitStatus(128 + 9)).hasToString("signal: killed");
    assertThat(ExitStatus.ofWait(7 << 8)).hasToString("exit status 7");
    assertThat(ExitStatus.ofWait(11)).hasToString("signal: segmentation fault");
    assertThat(new ExitStatus(255)).hasToString("exit status 255");
  }
}
