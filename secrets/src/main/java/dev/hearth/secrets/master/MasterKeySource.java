package dev.hearth.secrets.master;

import dev.hearth.kernel.Payload;
import java.util.Base64;
import java.util.HexFormat;

/// Where the master key comes from.
public sealed interface MasterKeySource {
  /// The environment variable that may hold it.
  String VARIABLE = "HEARTH_MASTER_KEY";

  /// How many bytes it has.
  int BYTES = 32;

  /// A file of the data folder, which the first start makes.
  record DataFolder() implements MasterKeySource {}

  /// The environment variable [#VARIABLE]; nothing of it is in the data folder.
  ///
  /// @param key [#BYTES] bytes
  record Environment(Payload key) implements MasterKeySource {
    /// Reads the variable's value.
    ///
    /// @param text base64, or hexadecimal digits
    /// @throws IllegalArgumentException where it is neither, or of another length; what it was is
    ///   not said
    public static Environment parse(String text) {
      var words = text.strip();
      try {
        var key =
            words.length() == 2 * BYTES
                ? HexFormat.of().parseHex(words)
                : Base64.getDecoder().decode(words);
        if (key.length == BYTES) {
          return new Environment(Payload.of(key));
        }
      } catch (IllegalArgumentException _) {
        // its message may repeat the key
      }
      throw new IllegalArgumentException(
          VARIABLE
              + ": unusable (expected: 32 bytes as base64 or 64 hexadecimal digits, such as"
              + " `openssl rand -base64 32` draws)");
    }

    @Override
    public String toString() {
      return "Environment[]"; // never the key
    }
  }

  /// A file of the data folder that only a key of Vault's opens.
  record Wrapped(Transit transit) implements MasterKeySource {}
}
