package dev.hearth.cli.check;

import static java.util.Map.entry;

import java.time.LocalDate;
import java.util.Map;

/// When AWS deprecates Lambda's runtimes.
///
/// Source: AWS Lambda Developer Guide, "Lambda runtimes", tables "Supported runtimes" and
/// "Deprecated runtimes", deprecation dates, as published in November 2026. AWS moves dates that
/// are yet to come; the table is then to be mended here.
final class RuntimeCalendar {
  /// The day from which on a runtime gets no security updates.
  static final Map<String, LocalDate> END =
      Map.ofEntries(
          end("dotnet10", "2028-11-14"),
          end("dotnet6", "2024-12-20"),
          end("dotnet8", "2026-11-10"),
          end("dotnetcore1.0", "2019-06-27"),
          end("dotnetcore2.0", "2019-05-30"),
          end("dotnetcore2.1", "2022-01-05"),
          end("dotnetcore3.1", "2023-04-03"),
          end("go1.x", "2024-01-08"),
          end("java11", "2027-06-30"),
          end("java17", "2027-06-30"),
          end("java21", "2029-06-30"),
          end("java25", "2029-06-30"),
          end("java8", "2024-01-08"),
          end("java8.al2", "2027-06-30"),
          end("nodejs", "2016-08-30"),
          end("nodejs10.x", "2021-07-30"),
          end("nodejs12.x", "2023-03-31"),
          end("nodejs14.x", "2023-12-04"),
          end("nodejs16.x", "2024-06-12"),
          end("nodejs18.x", "2025-09-01"),
          end("nodejs20.x", "2026-04-30"),
          end("nodejs22.x", "2027-04-30"),
          end("nodejs24.x", "2028-04-30"),
          end("nodejs4.3", "2020-03-05"),
          end("nodejs4.3-edge", "2020-03-05"),
          end("nodejs6.10", "2019-08-12"),
          end("nodejs8.10", "2020-03-06"),
          end("provided", "2024-01-08"),
          end("provided.al2", "2026-07-31"),
          end("provided.al2023", "2029-06-30"),
          end("python2.7", "2021-07-15"),
          end("python3.10", "2026-10-31"),
          end("python3.11", "2027-06-30"),
          end("python3.12", "2028-10-31"),
          end("python3.13", "2029-06-30"),
          end("python3.14", "2029-06-30"),
          end("python3.6", "2022-07-18"),
          end("python3.7", "2023-12-04"),
          end("python3.8", "2024-10-14"),
          end("python3.9", "2025-12-15"),
          end("ruby2.5", "2021-07-30"),
          end("ruby2.7", "2023-12-07"),
          end("ruby3.2", "2026-03-31"),
          end("ruby3.3", "2027-03-31"),
          end("ruby3.4", "2028-03-31"),
          end("ruby4.0", "2029-03-31"));

  private RuntimeCalendar() {}

  private static Map.Entry<String, LocalDate> end(String runtime, String day) {
    return entry(runtime, LocalDate.parse(day));
  }
}
