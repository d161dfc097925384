package dev.hearth.functions.api;

import dev.hearth.functions.Settings;
import dev.hearth.functions.SnapStart;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.kernel.ServiceException;
import java.util.regex.Pattern;

/// What SnapStart can be combined with. Source: AWS Lambda Developer Guide, "Improving startup
/// performance with Lambda SnapStart", supported features and limitations.
final class SnapStartInput {
  /// Lambda's, whatever of it runs here.
  private static final Pattern RUNTIMES =
      Pattern.compile("python3\\.(1[2-9]|[2-9][0-9])|java(11|17|21|25)|dotnet([89]|[1-9][0-9])");

  private static final int MOST_TEMPORARY = 512;

  private SnapStartInput() {}

  /// Refuses settings that contradict each other.
  static Settings check(Settings settings) {
    if (!settings.snapStarts()) {
      return settings;
    }
    if (settings.image() != null) {
      throw refused("ContainerImage");
    }
    if (!RUNTIMES.matcher(settings.runtime()).matches()) {
      throw refused(settings.runtime());
    }
    if (settings.temporaryMebibytes() > MOST_TEMPORARY) {
      throw refused("EphemeralStorage of more than " + MOST_TEMPORARY + " MB");
    }
    if (settings.tenantIsolation() != null) {
      throw refused("TenancyConfig");
    }
    return settings;
  }

  /// Refuses a runtime of which this Hearth makes no snapshots.
  static void check(Settings settings, SnapStart snapStart) {
    if (settings.snapStarts() && !snapStart.supports(settings.runtime())) {
      throw refused(settings.runtime());
    }
  }

  private static ServiceException refused(String what) {
    return Refusals.invalid(what + " is not supported for SnapStart enabled functions.");
  }
}
