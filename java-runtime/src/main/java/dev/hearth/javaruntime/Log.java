package dev.hearth.javaruntime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The function's logger: each message is one event of the log, in the log format and from the
/// level on that the function is configured with. Source: AWS Lambda Developer Guide, "Log and
/// monitor Java Lambda functions".
final class Log implements LambdaLogger {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final PrintStream out;
  private final boolean json;
  private final LogLevel least;
  private volatile @Nullable String requestId;
  private volatile @Nullable String tenantId;

  /// @param environment the function's
  Log(PrintStream out, Map<String, String> environment) {
    this.out = out;
    this.json = "JSON".equalsIgnoreCase(environment.get("AWS_LAMBDA_LOG_FORMAT"));
    this.least = level(environment.getOrDefault("AWS_LAMBDA_LOG_LEVEL", "UNDEFINED"));
  }

  private static LogLevel level(String name) {
    try {
      return LogLevel.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return LogLevel.UNDEFINED;
    }
  }

  /// Makes it the one of code that has no context.
  void install() throws ReflectiveOperationException {
    var field = LambdaRuntime.class.getDeclaredField("logger");
    field.setAccessible(true);
    field.set(null, this);
  }

  void begin(@Nullable String requestId, @Nullable String tenantId) {
    this.requestId = requestId;
    this.tenantId = tenantId;
  }

  @Override
  public void log(String message) {
    log(message, LogLevel.UNDEFINED);
  }

  @Override
  public void log(byte[] message) {
    log(new String(message, UTF_8));
  }

  @Override
  public void log(byte[] message, LogLevel level) {
    log(new String(message, UTF_8), level);
  }

  @Override
  public void log(String message, LogLevel level) {
    if (level != LogLevel.UNDEFINED && level.compareTo(least) < 0) {
      return;
    }
    write(json ? document(message, level) : text(message, level));
  }

  private static String text(String message, LogLevel level) {
    return level == LogLevel.UNDEFINED ? message : "[" + level + "] " + message;
  }

  private String document(String message, LogLevel level) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("timestamp", TIME.format(Instant.now()));
    fields.put("level", level.toString());
    fields.put("message", message);
    fields.put("AWSRequestId", requestId);
    if (tenantId != null) {
      fields.put("tenantId", tenantId);
    }
    return Json.text(fields);
  }

  /// Tells an error that the function let out.
  void failure(Throwable error) {
    log(ErrorDocument.trace(error), json ? LogLevel.ERROR : LogLevel.UNDEFINED);
  }

  /// One event; the platform turns its carriage returns into line feeds.
  private void write(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    var line = text.substring(0, end).replace("\r\n", "\n").replace('\n', '\r') + "\n";
    var bytes = line.getBytes(UTF_8);
    synchronized (out) {
      out.write(bytes, 0, bytes.length);
      out.flush();
    }
  }
}
