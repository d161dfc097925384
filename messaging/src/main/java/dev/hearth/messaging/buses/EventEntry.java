package dev.hearth.messaging.buses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.invocation.Lineage;
import dev.hearth.kernel.ServiceException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event as somebody wants to put it onto a bus.
///
/// @param time null for now
/// @param trace null for the request's own
public record EventEntry(
    @Nullable String source,
    @Nullable String detailType,
    @Nullable String detail,
    List<String> resources,
    @Nullable Instant time,
    @Nullable String trace) {
  /// Largest entry, in bytes by AWS's rule. Source: Amazon EventBridge User Guide, "Calculating
  /// PutEvents event entry size".
  public static final int LARGEST = 256 * 1024;

  private static final int TIME_BYTES = 14;
  private static final int LONGEST_DETAIL_TYPE = 128;
  private static final String LINEAGE = "Lineage=";

  public static boolean isAbsent(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  /// The refusal of an entry.
  public static ServiceException invalid(String parameter, String reason) {
    return new ServiceException(
        "InvalidArgument", 400, "Parameter " + parameter + " is not valid. Reason: " + reason);
  }

  /// @throws ServiceException `InvalidArgument`, `MalformedDetail`,
  ///   `NotAuthorizedForSourceException`
  public void check() {
    require("Source", source);
    require("DetailType", detailType);
    require("Detail", detail);
    if (String.valueOf(detailType).length() > LONGEST_DETAIL_TYPE) {
      throw invalid("DetailType", "It has more than " + LONGEST_DETAIL_TYPE + " characters.");
    }
    if (String.valueOf(source).startsWith("aws.")) {
      throw new ServiceException(
          "NotAuthorizedForSourceException", 400, "Not authorized for the source.");
    }
    if (size() > LARGEST) {
      throw invalid("Entries", "Total size of the entries in the request is over the limit.");
    }
    read();
  }

  private static void require(String name, @Nullable String value) {
    if (isAbsent(value)) {
      throw invalid(name, name + " is a required argument.");
    }
  }

  private long size() {
    long size = time == null ? 0 : TIME_BYTES;
    size += bytes(source) + bytes(detailType) + bytes(detail);
    for (var resource : resources) {
      size += bytes(resource);
    }
    return size;
  }

  private static long bytes(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }

  private JsonNode read() {
    try {
      var read = BusEvent.JSON.readTree(String.valueOf(detail));
      if (read.isObject()) {
        return read;
      }
    } catch (JsonProcessingException _) {
      // below
    }
    throw new ServiceException("MalformedDetail", 400, "Detail is malformed.");
  }

  /// The event, where [#check] let it pass.
  ///
  /// @param requestTrace the request's `X-Amzn-Trace-Id`, or null
  public BusEvent event(String id, BusReference bus, Instant now, @Nullable String requestTrace) {
    return BusEvent.of(
        id,
        bus,
        String.valueOf(source),
        String.valueOf(detailType),
        time == null ? now : time,
        resources,
        read(),
        now,
        lineage(requestTrace));
  }

  /// A function that puts events tells by its request's header which functions led to it; that
  /// stays with the event, or a loop of buses and functions would go on for ever. See [Lineage].
  private @Nullable String lineage(@Nullable String requestTrace) {
    if (trace == null || (requestTrace != null && requestTrace.contains(LINEAGE))) {
      return requestTrace;
    }
    return trace;
  }
}
