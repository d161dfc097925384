package dev.hearth.wire.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// AWS's own cases of its protocols, as Smithy publishes them: what a request means, what an output
/// or an error reads like, and which requests are refused. The codecs are the real ones; only the
/// SDK's generated classes are stood in for by [dev.hearth.wire.model.Structure].
///
/// What does not hold is listed in `protocol-case-exceptions.txt`, each with its reason; a case
/// there that holds fails the test, too, so the list cannot rot.
class ProtocolCasesTest {
  /// How many hold; a new version of the cases must not lose any unnoticed.
  private static final int HOLDING = 1_058;

  private static final List<ProtocolCase> CASES = ProtocolCases.all();
  private static final Map<String, String> EXCUSES = excuses();

  @ParameterizedTest
  @MethodSource("cases")
  void whatAwsSaysOfItsProtocolsHolds(ProtocolCase each) throws IOException {
    var excuse = excuse(each.name());
    if (excuse == null) {
      each.check();
    } else {
      assertThatThrownBy(each::check).as("excused case, yet it holds").isNotNull();
    }
  }

  @Test
  void noFewerCasesHoldThanBefore() {
    long excused = CASES.stream().filter(each -> excuse(each.name()) != null).count();
    System.out.printf(
        "AWS's protocol cases: %d of %d hold%n", CASES.size() - excused, CASES.size());

    assertThat(CASES.size() - excused).isGreaterThanOrEqualTo(HOLDING);
  }

  @Test
  void everyExcuseIsForACase() {
    var unused = new HashSet<>(EXCUSES.keySet());
    CASES.forEach(each -> unused.removeIf(pattern -> matches(pattern, each.name())));

    assertThat(unused).isEmpty();
  }

  static Stream<Named<ProtocolCase>> cases() {
    return CASES.stream().map(each -> Named.of(each.name(), each));
  }

  private static @Nullable String excuse(String name) {
    for (var excuse : EXCUSES.entrySet()) {
      if (matches(excuse.getKey(), name)) {
        return excuse.getValue();
      }
    }
    return null;
  }

  /// @param pattern an id, a whole name, or what several names begin with and a `*`
  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern) || name.startsWith(pattern + " ");
  }

  private static Map<String, String> excuses() {
    var file = ProtocolCasesTest.class.getResourceAsStream("protocol-case-exceptions.txt");
    try (var lines =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8))) {
      var excuses = new LinkedHashMap<String, String>();
      lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(": ", 2))
          .forEach(parts -> excuses.put(parts[0], parts[1]));
      return excuses;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
