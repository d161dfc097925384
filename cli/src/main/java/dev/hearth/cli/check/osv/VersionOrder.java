package dev.hearth.cli.check.osv;

import dev.hearth.cli.check.Ecosystem;
import java.util.Comparator;

/// Which of two versions is newer, as an ecosystem has it.
interface VersionOrder extends Comparator<String> {
  static VersionOrder of(Ecosystem ecosystem) {
    return switch (ecosystem) {
      case PYTHON -> PythonVersion::compare;
      case NODE -> SemanticVersion::compare;
      case JAVA -> MavenVersion::compare;
    };
  }

  /// Two runs of digits by value, however long they are.
  static int numbers(String a, String b) {
    var left = withoutZeros(a);
    var right = withoutZeros(b);
    int byLength = Integer.compare(left.length(), right.length());
    return byLength != 0 ? byLength : left.compareTo(right);
  }

  /// `7` of `007`.
  static String withoutZeros(String digits) {
    int zeros = 0;
    while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
      zeros++;
    }
    return digits.substring(zeros);
  }

  /// Whether it has digits and nothing else.
  static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
