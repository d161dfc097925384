package dev.hearth.messaging.mappings;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Times as records of failures have them: `2019-11-14T00:38:06.021Z`.
public final class RecordTime {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private RecordTime() {}

  public static String text(Instant time) {
    return FORMAT.format(time);
  }
}
