package dev.hearth.invocation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.hearth.functions.Settings.Logging;
import dev.hearth.sandbox.PlatformEvent;
import dev.hearth.sandbox.PlatformEvent.Status;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which lines a function's log keeps. Levels apply to the log format JSON only.
///
/// Source: AWS Lambda Developer Guide, "Log-level filtering" and "System log level event mapping".
///
/// @param application the least level of the function's own lines
/// @param system the least level of the platform's
record LogLevels(boolean json, Level application, Level system) {
  private static final JsonFactory JSON = new JsonFactory();

  /// From the most to the least.
  enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL;

    /// `INFO` where `name` names none, as on Lambda.
    static Level of(@Nullable String name) {
      return switch (Objects.requireNonNullElse(name, "").toUpperCase(Locale.ROOT)) {
        case "TRACE" -> TRACE;
        case "DEBUG" -> DEBUG;
        case "WARN", "WARNING" -> WARN;
        case "ERROR" -> ERROR;
        case "FATAL", "CRITICAL" -> FATAL;
        default -> INFO;
      };
    }
  }

  static LogLevels of(Logging logging) {
    return new LogLevels(
        logging.format().equals("JSON"),
        Level.of(logging.applicationLevel()),
        Level.of(logging.systemLevel()));
  }

  /// Whether a function's line is kept. One that is no JSON object has no level and is.
  boolean keep(String line) {
    return !json
        || application == Level.TRACE
        || !line.startsWith("{")
        || levelOf(line).compareTo(application) >= 0;
  }

  boolean keep(PlatformEvent event) {
    return levelOf(event).compareTo(system) >= 0;
  }

  /// The member `level` of the line's own object; a line that is no object is never below.
  private static Level levelOf(String line) {
    try (var parser = JSON.createParser(line)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean level = parser.currentName().equals("level");
        if (parser.nextToken() == JsonToken.VALUE_STRING && level) {
          return Level.of(parser.getText());
        }
        parser.skipChildren();
      }
      return parser.currentToken() == JsonToken.END_OBJECT ? Level.INFO : Level.FATAL;
    } catch (IOException e) {
      return Level.FATAL;
    }
  }

  private static Level levelOf(PlatformEvent event) {
    return switch (event) {
      case PlatformEvent.InitStart _,
          PlatformEvent.RestoreStart _,
          PlatformEvent.Start _,
          PlatformEvent.Subscription _ ->
          Level.INFO;
      case PlatformEvent.InitRuntimeDone e -> unless(e.status(), Level.DEBUG);
      case PlatformEvent.RestoreRuntimeDone e -> unless(e.status(), Level.DEBUG);
      case PlatformEvent.RestoreReport e -> unless(e.status(), Level.INFO);
      case PlatformEvent.InitReport e ->
          unless(e.status(), e.type().equals("on-demand") ? Level.DEBUG : Level.INFO);
      case PlatformEvent.RuntimeDone e -> unless(e.status(), Level.DEBUG);
      case PlatformEvent.Report e -> unless(e.status(), Level.INFO);
      case PlatformEvent.Extension e -> e.errorType() == null ? Level.INFO : Level.WARN;
      case PlatformEvent.LogsDropped _ -> Level.WARN;
    };
  }

  private static Level unless(Status status, Level level) {
    return status == Status.SUCCESS ? level : Level.WARN;
  }
}
