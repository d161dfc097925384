package dev.hearth.cli.check.secrets;

import java.util.HashMap;

/// Shannon's measure of how little a text repeats itself.
final class Entropy {
  private Entropy() {}

  /// Bits for each character: 0 of one character repeated, 4 of random hexadecimal digits.
  static double bits(String text) {
    var counts = new HashMap<Character, Integer>();
    for (int at = 0; at < text.length(); at++) {
      counts.merge(text.charAt(at), 1, Integer::sum);
    }
    double bits = 0;
    for (int count : counts.values()) {
      double share = (double) count / text.length();
      bits -= share * Math.log(share) / Math.log(2);
    }
    return bits;
  }
}
