package dev.hearth.functions;

import dev.hearth.kernel.Region;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The build of a runtime. Lambda names it by a hash; ours stands for the identifier, for Hearth's
/// runtimes are the host's.
public final class RuntimeVersion {
  private RuntimeVersion() {}

  /// `arn:aws:lambda:region::runtime:hash`.
  ///
  /// @param runtime such as `python3.12`
  public static String arn(Region region, String runtime) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(runtime.getBytes(StandardCharsets.UTF_8));
      return "arn:aws:lambda:%s::runtime:%s".formatted(region, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
