package dev.hearth.cli.check;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A function as it is configured.
///
/// @param runtime null of container images
/// @param timeoutSeconds 1 to 900
/// @param environment variables as they are: only rules see the values
/// @param asynchronousBecause why it is thought to be invoked asynchronously; empty where it is not
/// @param catchesFailures whether it has a dead-letter target or an on-failure destination
/// @param publicUrls its function URLs with AuthType NONE
public record DeployedFunction(
    String name,
    @Nullable String runtime,
    int timeoutSeconds,
    int memoryMebibytes,
    Map<String, String> environment,
    List<String> asynchronousBecause,
    boolean catchesFailures,
    List<String> publicUrls,
    Usage usage)
    implements Subject {
  /// What findings about it are said of.
  public String resource() {
    return "function " + name;
  }

  @Override
  public String toString() {
    return "DeployedFunction[" + name + "]"; // variables may be secrets
  }
}
