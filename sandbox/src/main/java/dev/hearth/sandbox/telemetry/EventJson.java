package dev.hearth.sandbox.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.sandbox.PlatformEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Events as JSON: `{"time", "type", "record"}`, the form that subscribers get and that a log of
/// the format JSON keeps.
public final class EventJson {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private EventJson() {}

  /// An event of the platform's on one line.
  public static String of(Instant time, PlatformEvent event) {
    return of(time, type(event), record(event));
  }

  /// @param record an object, or a line's text
  static String of(Instant time, String type, JsonNode record) {
    var json = JSON.createObjectNode().put("time", TIME.format(time)).put("type", type);
    json.set("record", record);
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String type(PlatformEvent event) {
    return switch (event) {
      case PlatformEvent.InitStart _ -> "platform.initStart";
      case PlatformEvent.InitRuntimeDone _ -> "platform.initRuntimeDone";
      case PlatformEvent.InitReport _ -> "platform.initReport";
      case PlatformEvent.RestoreStart _ -> "platform.restoreStart";
      case PlatformEvent.RestoreRuntimeDone _ -> "platform.restoreRuntimeDone";
      case PlatformEvent.RestoreReport _ -> "platform.restoreReport";
      case PlatformEvent.Start _ -> "platform.start";
      case PlatformEvent.RuntimeDone _ -> "platform.runtimeDone";
      case PlatformEvent.Report _ -> "platform.report";
      case PlatformEvent.Extension _ -> "platform.extension";
      case PlatformEvent.Subscription s ->
          s.logsApi() ? "platform.logsSubscription" : "platform.telemetrySubscription";
      case PlatformEvent.LogsDropped _ -> "platform.logsDropped";
    };
  }

  private static ObjectNode record(PlatformEvent event) {
    var json = JSON.createObjectNode();
    switch (event) {
      case PlatformEvent.InitStart e ->
          json.put("initializationType", e.type())
              .put("phase", "init")
              .put("runtimeVersion", e.runtimeVersion())
              .put("runtimeVersionArn", e.runtimeVersionArn())
              .put("functionName", e.functionName())
              .put("functionVersion", e.functionVersion())
              .put("instanceMaxMemory", (long) e.memoryMebibytes() << 20);
      case PlatformEvent.InitRuntimeDone e -> {
        json.put("initializationType", e.type()).put("phase", "init");
        status(json, e.status(), e.errorType());
      }
      case PlatformEvent.InitReport e -> {
        json.put("initializationType", e.type()).put("phase", "init");
        status(json, e.status(), e.errorType());
        json.putObject("metrics").put("durationMs", milliseconds(e.duration()));
      }
      case PlatformEvent.RestoreStart e ->
          json.put("runtimeVersion", e.runtimeVersion())
              .put("runtimeVersionArn", e.runtimeVersionArn())
              .put("functionName", e.functionName())
              .put("functionVersion", e.functionVersion())
              .put("instanceMaxMemory", (long) e.memoryMebibytes() << 20);
      case PlatformEvent.RestoreRuntimeDone e -> status(json, e.status(), e.errorType());
      case PlatformEvent.RestoreReport e -> {
        status(json, e.status(), e.errorType());
        json.putObject("metrics").put("durationMs", milliseconds(e.duration()));
      }
      case PlatformEvent.Start e -> {
        json.put("requestId", e.requestId()).put("version", e.version());
        tracing(json, e.traceId());
      }
      case PlatformEvent.RuntimeDone e -> {
        json.put("requestId", e.requestId());
        status(json, e.status(), e.errorType());
        tracing(json, e.traceId());
        spans(json, e.spans());
        json.putObject("metrics")
            .put("durationMs", milliseconds(e.duration()))
            .put("producedBytes", e.producedBytes());
      }
      case PlatformEvent.Report e -> report(json, e);
      case PlatformEvent.Extension e -> {
        json.put("name", e.name()).put("state", e.state());
        texts(json, "events", e.events());
        if (e.errorType() != null) {
          json.put("errorType", e.errorType());
        }
      }
      case PlatformEvent.Subscription e -> {
        json.put("name", e.name()).put("state", "Subscribed");
        texts(json, "types", e.types());
      }
      case PlatformEvent.LogsDropped e ->
          json.put("reason", e.reason())
              .put("droppedRecords", e.droppedRecords())
              .put("droppedBytes", e.droppedBytes());
    }
    return json;
  }

  private static void report(ObjectNode json, PlatformEvent.Report event) {
    json.put("requestId", event.requestId());
    var metrics =
        json.putObject("metrics")
            .put("durationMs", milliseconds(event.duration()))
            .put("billedDurationMs", event.billed().toMillis())
            .put("memorySizeMB", event.memorySizeMebibytes())
            .put("maxMemoryUsedMB", event.maxMemoryUsedMebibytes());
    if (event.init() != null) {
      metrics.put("initDurationMs", milliseconds(event.init()));
    }
    if (event.restored() != null) {
      metrics.put("restoreDurationMs", milliseconds(event.restored().duration()));
    }
    status(json, event.status(), event.errorType());
    tracing(json, event.traceId());
  }

  private static void status(
      ObjectNode json, PlatformEvent.Status status, @Nullable String errorType) {
    json.put("status", status.name().toLowerCase(Locale.ROOT));
    if (errorType != null) {
      json.put("errorType", errorType);
    }
  }

  /// Only a trace that somebody records is worth telling.
  private static void tracing(ObjectNode json, @Nullable String traceId) {
    if (traceId == null || !traceId.contains("Sampled=1")) {
      return;
    }
    var tracing = json.putObject("tracing");
    for (var part : traceId.split(";", -1)) {
      if (part.startsWith("Parent=")) {
        tracing.put("spanId", part.substring("Parent=".length()));
      }
    }
    tracing.put("type", "X-Amzn-Trace-Id").put("value", traceId);
  }

  private static void spans(ObjectNode json, List<PlatformEvent.Span> spans) {
    var array = json.putArray("spans");
    for (var span : spans) {
      array
          .addObject()
          .put("name", span.name())
          .put("start", TIME.format(span.start()))
          .put("durationMs", milliseconds(span.duration()));
    }
  }

  private static void texts(ObjectNode json, String name, List<String> texts) {
    var array = json.putArray(name);
    texts.forEach(array::add);
  }

  /// To the microsecond.
  private static double milliseconds(Duration duration) {
    return Math.round(duration.toNanos() / 1e3) / 1e3;
  }
}
