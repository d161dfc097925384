package dev.hearth.cli;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How much an account may have.
final class AccountQuotaOptions {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(MB|GB)");

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "How many functions may run at once, in each region.")
  private @Nullable Integer concurrency;

  @Option(
      names = "--functions",
      paramLabel = "N",
      description = "How many functions there may be, in each region.")
  private @Nullable Integer functions;

  @Option(
      names = "--storage",
      paramLabel = "SIZE",
      description = "How much code there may be in each region, such as 500MB or 10GB.")
  private @Nullable String storage;

  /// For a query that already has something.
  ///
  /// @throws IllegalArgumentException where a size is none
  String query() {
    var query = new StringBuilder();
    if (concurrency != null) {
      query.append("&concurrency=").append(concurrency);
    }
    if (functions != null) {
      query.append("&functions=").append(functions);
    }
    if (storage != null) {
      query.append("&codeBytes=").append(bytes(storage));
    }
    return query.toString();
  }

  private static long bytes(String text) {
    var form = SIZE.matcher(text);
    if (!form.matches()) {
      throw new Failure("--storage: " + text + " is no size.", "Write it as 500MB or 10GB.");
    }
    return Long.parseLong(form.group(1)) << (form.group(2).equals("MB") ? 20 : 30);
  }
}
